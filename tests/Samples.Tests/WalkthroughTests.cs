using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using PaymentProvider;
using Stator.Cli.Tests.Support;
using Stator.Samples.Tests.Support;

namespace Stator.Samples.Tests;

/// <summary>
/// What docs/walkthrough.md shows is what happens: all of its commands are run by a shell, in their order, on ports of this test's own.
/// Times and hashes differ from run to run; anything else may not. After a change that is meant:
/// <c>STATOR_WRITE_WALKTHROUGH=1 ./test Walkthrough</c>.
/// </summary>
public sealed partial class WalkthroughTests : IDisposable
{
    private static readonly string Path = Repository.PathOf("docs", "walkthrough.md");

    private readonly string _folder = Directory.CreateTempSubdirectory("stator-walkthrough-").FullName;
    private readonly IReadOnlyList<(string Written, string Here)> _ports = [("127.0.0.1:8080", $"127.0.0.1:{FreePort()}"), ("127.0.0.1:8090", $"127.0.0.1:{FreePort()}")];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Every_command_says_what_the_walkthrough_says()
    {
        var document = new ConsoleDocument(await File.ReadAllTextAsync(Path));
        Assert.True(document.Commands.Count > 20);
        MakePlace();
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        await using var shell = new Shell(_folder, new Dictionary<string, string> { ["STATOR_URL"] = $"http://{_ports[0].Here}" });

        await shell.RunAsync("chmod u+x stator", patience.Token);
        var outputs = new List<string>();
        foreach (var command in document.Commands)
        {
            outputs.Add(ToDocument(await shell.RunAsync(ToHere(command.Line), patience.Token)));
        }

        if (Environment.GetEnvironmentVariable("STATOR_WRITE_WALKTHROUGH") == "1")
        {
            await File.WriteAllTextAsync(Path, document.With(outputs));
        }

        var shown = new ConsoleDocument(await File.ReadAllTextAsync(Path));
        Assert.Equal(Session(shown.Commands.Select(c => c.Output)), Session(outputs));

        string Session(IEnumerable<string> said) => Stable(string.Concat(document.Commands.Zip(said, (command, output) => $"$ {command.Line}\n{output}")));
    }

    [Fact]
    public void The_machines_are_shown_as_they_are()
    {
        var document = File.ReadAllText(Path);
        Assert.Contains(File.ReadAllText(Repository.PathOf("samples", "walkthrough", "purchase.machine.json")), document, StringComparison.Ordinal);
        Assert.Contains(File.ReadAllText(Repository.PathOf("samples", "walkthrough", "desk.machine.json")), document, StringComparison.Ordinal);
    }

    /// <summary>A folder as a clone is for these commands: the tool as it was built, and the machines with the ports of this test.</summary>
    private void MakePlace()
    {
        File.WriteAllText(System.IO.Path.Combine(_folder, "stator"), $"#!/usr/bin/env bash\nexec dotnet '{System.IO.Path.Combine(AppContext.BaseDirectory, "stator.dll")}' \"$@\"\n");
        var machines = Directory.CreateDirectory(System.IO.Path.Combine(_folder, "samples", "walkthrough")).FullName;
        foreach (var machine in Directory.EnumerateFiles(Repository.PathOf("samples", "walkthrough")))
        {
            File.WriteAllText(System.IO.Path.Combine(machines, System.IO.Path.GetFileName(machine)), ToHere(File.ReadAllText(machine)));
        }
    }

    private string ToHere(string text) => _ports
        .Aggregate(text, (all, port) => all.Replace(port.Written, port.Here, StringComparison.Ordinal))
        .Replace("dotnet run --project samples/PaymentProvider -c Release --", $"dotnet '{typeof(ProviderRoutes).Assembly.Location}'", StringComparison.Ordinal)
        .Replace("./stator serve", $"./stator serve --urls http://{_ports[0].Here}", StringComparison.Ordinal);

    private string ToDocument(string text) => _ports.Aggregate(text, (all, port) => all.Replace(port.Here, port.Written, StringComparison.Ordinal));

    private static string Stable(string text) => Hash().Replace(Time().Replace(text, "TIME"), "HASH");

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    [GeneratedRegex(@"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")]
    private static partial Regex Time();

    [GeneratedRegex("[0-9a-f]{64}")]
    private static partial Regex Hash();
}
