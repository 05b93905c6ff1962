using System.Net.NetworkInformation;
using System.Text.RegularExpressions;
using PaymentProvider;
using Stator.Cli.Tests.Support;

namespace Stator.Samples.Tests.Support;

/// <summary>
/// Runs the commands of a document, in their order, in a folder that is for them what a clone is, and compares what they say with what the
/// document shows. Addresses in it are replaced by some of this session's own.
/// </summary>
/// <remarks>
/// With <c>STATOR_WRITE_WALKTHROUGH=1</c> what they say is written into the document; then it takes the addresses as they are written, so
/// that the hashes of machines that name them are those that a reader gets.
/// </remarks>
internal sealed partial class ConsoleSession : IAsyncDisposable
{
    private static readonly bool Writes = Environment.GetEnvironmentVariable("STATOR_WRITE_WALKTHROUGH") == "1";

    private readonly string _path;
    private readonly string _folder = Directory.CreateTempSubdirectory("stator-session-").FullName;
    private readonly IReadOnlyList<(string Written, string Here)> _hosts;
    private readonly Shell _shell;
    private readonly CancellationTokenSource _patience = new(TimeSpan.FromMinutes(10));

    private ConsoleSession(string path, string[] hosts)
    {
        _path = path;
        _hosts = [.. Writes ? hosts.Zip(hosts) : hosts.Zip(FreePorts(), (host, port) => (host, $"127.0.0.1:{port}"))];
        MakePlace();
        _shell = new(_folder, new Dictionary<string, string> { ["STATOR_URL"] = $"http://{_hosts[0].Here}", ["CURL_HOME"] = _folder });
    }

    /// <summary>Begins a session.</summary>
    /// <param name="path">The document.</param>
    /// <param name="hosts">The addresses that it names, that of <c>stator serve</c> first.</param>
    public static async Task<ConsoleSession> StartAsync(string path, params string[] hosts)
    {
        var session = new ConsoleSession(path, hosts);
        await session.RunAsync("chmod u+x stator");
        return session;
    }

    /// <summary>Runs a command that the document leaves to the reader.</summary>
    public async Task RunAsync(string command) => await _shell.RunAsync(ToHere(command), _patience.Token);

    /// <summary>Runs all commands.</summary>
    /// <param name="stable">Takes out what differs from run to run, besides times.</param>
    public async Task CheckAsync(Func<string, string> stable)
    {
        var document = new ConsoleDocument(await File.ReadAllTextAsync(_path));
        Assert.True(document.Commands.Count > 20);
        var outputs = new List<string>();
        foreach (var command in document.Commands)
        {
            var said = ToDocument(await _shell.RunAsync(ToHere(command.Line), _patience.Token));
            outputs.Add(said);
            Assert.True(
                Writes || Stable(said) == Stable(command.Output),
                $"$ {command.Line}\nsays in the document:\n{command.Output}\nsays here:\n{said}\nstator.log:\n{Log("stator.log")}\nprovider.log:\n{Log("provider.log")}");
        }

        if (Writes)
        {
            await File.WriteAllTextAsync(_path, document.With(outputs));
        }

        string Stable(string text) => stable(Time().Replace(text, "TIME"));
    }

    public async ValueTask DisposeAsync()
    {
        await _shell.DisposeAsync();
        _patience.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>The tool as it was built, and the samples with the addresses of this session.</summary>
    private void MakePlace()
    {
        File.WriteAllText(Path.Combine(_folder, "stator"), $"#!/usr/bin/env bash\nexec dotnet '{Path.Combine(AppContext.BaseDirectory, "stator.dll")}' \"$@\"\n");

        // As on a terminal, where no progress is shown beside an answer.
        File.WriteAllText(Path.Combine(_folder, ".curlrc"), "silent\n");
        foreach (var samples in new[] { "samples", Path.Combine("samples", "walkthrough") })
        {
            Directory.CreateDirectory(Path.Combine(_folder, samples));
            foreach (var sample in Directory.EnumerateFiles(Repository.PathOf(samples), "*.json"))
            {
                File.WriteAllText(Path.Combine(_folder, samples, Path.GetFileName(sample)), ToHere(File.ReadAllText(sample)));
            }
        }
    }

    private string ToHere(string text) => _hosts
        .Aggregate(text, (all, host) => all.Replace(host.Written, host.Here, StringComparison.Ordinal))
        .Replace("dotnet run --project samples/PaymentProvider -c Release --", $"dotnet '{typeof(ProviderRoutes).Assembly.Location}'", StringComparison.Ordinal)
        .Replace("./stator serve", $"./stator serve --urls http://{_hosts[0].Here}", StringComparison.Ordinal);

    private string ToDocument(string text) => _hosts.Aggregate(text, (all, host) => all.Replace(host.Here, host.Written, StringComparison.Ordinal));

    private string Log(string name) => File.Exists(Path.Combine(_folder, name)) ? File.ReadAllText(Path.Combine(_folder, name)) : "(none)\n";

    /// <summary>Ports below those that the system gives to callers: no connection of a busy machine takes one of them before the server does.</summary>
    private static IEnumerable<int> FreePorts()
    {
        var taken = IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Select(end => end.Port).ToHashSet();
        return Enumerable.Range(20_000, 10_000).Where(port => !taken.Contains(port)).OrderBy(_ => Random.Shared.Next());
    }

    [GeneratedRegex(@"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")]
    private static partial Regex Time();
}
