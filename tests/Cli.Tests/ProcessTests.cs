using System.Diagnostics;
using Stator.Cli.Tests.Support;

namespace Stator.Cli.Tests;

/// <summary>A few runs as real processes: what only a process has, exit codes, pipes and signals.</summary>
public sealed class ProcessTests : IDisposable
{
    private readonly Workplace _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public async Task Validate_says_what_it_found_by_its_exit_code()
    {
        _place.Write("bad.json", """{ "id": "m", "initial": "x", "states": { "a": {} } }""");
        using var good = Start("validate", "light.machine.json");
        using var bad = Start("validate", "bad.json");
        using var none = Start("validate", "none.json");

        Assert.Equal("1 file, 0 errors, 0 warnings\n", await good.StandardOutput.ReadToEndAsync());
        Assert.Equal((0, 1, 2), (await ExitOf(good), await ExitOf(bad), await ExitOf(none)));
    }

    [Fact]
    public async Task Simulate_is_led_by_a_pipe()
    {
        using var process = Start("simulate", "light.machine.json");
        await process.StandardInput.WriteAsync("send PRESS\nadvance 30s\n");
        process.StandardInput.Close();

        var lines = (await process.StandardOutput.ReadToEndAsync()).TrimEnd().Split('\n');

        Assert.Equal("state: \"off\"", lines[^1]);
        Assert.Equal(0, await ExitOf(process));
    }

    [Fact]
    public async Task Output_in_a_pipe_is_utf8_without_a_mark()
    {
        _place.Write("m.yaml", "id: m\ndescription: Größe\ninitial: a\nstates:\n  a: {}\n");
        using var process = Start("convert", "m.yaml");
        using var bytes = new MemoryStream();

        await process.StandardOutput.BaseStream.CopyToAsync(bytes);

        Assert.Equal((byte)'{', bytes.ToArray()[0]);
        Assert.True(bytes.ToArray().AsSpan().IndexOf("Größe"u8) > 0);
    }

    [Fact]
    public async Task Interrupted_it_ends_with_130()
    {
        using var process = Start("simulate", "light.machine.json");
        Assert.Equal("state: \"off\"", await process.StandardOutput.ReadLineAsync());

        await InterruptAsync(process);

        Assert.Equal(130, await ExitOf(process));
    }

    [Fact]
    public async Task Serve_runs_the_samples_until_it_is_interrupted()
    {
        using var process = Start("serve", "--data", "data", "--urls", "http://127.0.0.1:0");
        var greeting = await process.StandardOutput.ReadLineAsync();
        Assert.StartsWith("Stator serves http://127.0.0.1:", greeting, StringComparison.Ordinal);

        using var client = new HttpClient { BaseAddress = new(greeting!["Stator serves ".Length..]) };
        using var created = await client.PostAsync(new Uri("/machines/light/hall", UriKind.Relative), null);
        await InterruptAsync(process);

        Assert.True(created.IsSuccessStatusCode, await created.Content.ReadAsStringAsync());
        Assert.Equal(0, await ExitOf(process));
        Assert.True(Directory.Exists(_place.PathOf("data")));
    }

    private static async Task InterruptAsync(Process process)
    {
        using var kill = Process.Start("kill", ["-INT", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    private Process Start(params string[] args)
    {
        // A test run in the background hands down that SIGINT is ignored; a terminal does not.
        var start = new ProcessStartInfo("env", ["--default-signal=INT", "dotnet", typeof(Tool).Assembly.Location, .. args])
        {
            WorkingDirectory = _place.Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        return Process.Start(start)!;
    }

    private static async Task<int> ExitOf(Process process)
    {
        await process.WaitForExitAsync();
        return process.ExitCode;
    }
}
