using System.Net.NetworkInformation;
using System.Text.RegularExpressions;
using PaymentProvider;
using Stator.Cli.Tests.Support;
using Stator.Samples.Tests.Support;

namespace Stator.Samples.Tests;

/// <summary>
/// What docs/walkthrough.md shows is what happens: all of its commands are run by a shell, in their order, on ports of this test's own.
/// Times and hashes differ from run to run; anything else may not. After a change that is meant:
/// <c>STATOR_WRITE_WALKTHROUGH=1 ./test Walkthrough</c>, which takes the ports of the document, so that its hashes are those a reader gets.
/// </summary>
public sealed partial class WalkthroughTests : IDisposable
{
    private static readonly string Document = Repository.PathOf("docs", "walkthrough.md");
    private static readonly bool Writes = Environment.GetEnvironmentVariable("STATOR_WRITE_WALKTHROUGH") == "1";

    private readonly string _folder = Directory.CreateTempSubdirectory("stator-walkthrough-").FullName;
    private readonly IReadOnlyList<(string Written, string Here)> _hosts;

    public WalkthroughTests()
    {
        string[] written = ["127.0.0.1:8080", "127.0.0.1:8090"];
        _hosts = [.. Writes ? written.Zip(written) : written.Zip(FreePorts(), (host, port) => (host, $"127.0.0.1:{port}"))];
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Every_command_says_what_the_walkthrough_says()
    {
        var document = new ConsoleDocument(await File.ReadAllTextAsync(Document));
        Assert.True(document.Commands.Count > 20);
        MakePlace();
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(10));
        await using var shell = new Shell(_folder, new Dictionary<string, string> { ["STATOR_URL"] = $"http://{_hosts[0].Here}" });

        await shell.RunAsync("chmod u+x stator", patience.Token);
        var outputs = new List<string>();
        foreach (var command in document.Commands)
        {
            var said = ToDocument(await shell.RunAsync(ToHere(command.Line), patience.Token));
            outputs.Add(said);
            Assert.True(
                Writes || Stable(said) == Stable(command.Output),
                $"$ {command.Line}\nsays in the walkthrough:\n{command.Output}\nsays here:\n{said}\nstator.log:\n{Log("stator.log")}\nprovider.log:\n{Log("provider.log")}");
        }

        if (Writes)
        {
            await File.WriteAllTextAsync(Document, document.With(outputs));
        }
    }

    [Fact]
    public void The_machines_are_shown_as_they_are()
    {
        var document = File.ReadAllText(Document);
        Assert.Contains(File.ReadAllText(Repository.PathOf("samples", "walkthrough", "purchase.machine.json")), document, StringComparison.Ordinal);
        Assert.Contains(File.ReadAllText(Repository.PathOf("samples", "walkthrough", "desk.machine.json")), document, StringComparison.Ordinal);
    }

    /// <summary>A folder as a clone is for these commands: the tool as it was built, and the machines with the ports of this test.</summary>
    private void MakePlace()
    {
        File.WriteAllText(Path.Combine(_folder, "stator"), $"#!/usr/bin/env bash\nexec dotnet '{Path.Combine(AppContext.BaseDirectory, "stator.dll")}' \"$@\"\n");
        var machines = Directory.CreateDirectory(Path.Combine(_folder, "samples", "walkthrough")).FullName;
        foreach (var machine in Directory.EnumerateFiles(Repository.PathOf("samples", "walkthrough")))
        {
            File.WriteAllText(Path.Combine(machines, Path.GetFileName(machine)), ToHere(File.ReadAllText(machine)));
        }
    }

    private string ToHere(string text) => _hosts
        .Aggregate(text, (all, host) => all.Replace(host.Written, host.Here, StringComparison.Ordinal))
        .Replace("dotnet run --project samples/PaymentProvider -c Release --", $"dotnet '{typeof(ProviderRoutes).Assembly.Location}'", StringComparison.Ordinal)
        .Replace("./stator serve", $"./stator serve --urls http://{_hosts[0].Here}", StringComparison.Ordinal);

    private string ToDocument(string text) => _hosts.Aggregate(text, (all, host) => all.Replace(host.Here, host.Written, StringComparison.Ordinal));

    private string Log(string name) => File.Exists(Path.Combine(_folder, name)) ? File.ReadAllText(Path.Combine(_folder, name)) : "(none)\n";

    private static string Stable(string text) => Hash().Replace(Time().Replace(text, "TIME"), "HASH");

    /// <summary>Ports below those that the system gives to callers: no connection of a busy machine takes one of them before the server does.</summary>
    private static IEnumerable<int> FreePorts()
    {
        var taken = IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Select(end => end.Port).ToHashSet();
        return Enumerable.Range(20_000, 10_000).Where(port => !taken.Contains(port)).OrderBy(_ => Random.Shared.Next());
    }

    [GeneratedRegex(@"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")]
    private static partial Regex Time();

    [GeneratedRegex("[0-9a-f]{64}")]
    private static partial Regex Hash();
}
