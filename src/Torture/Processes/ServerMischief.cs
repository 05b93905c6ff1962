using System.Globalization;

namespace Stator.Torture.Processes;

/// <summary>
/// Keeps a server running, and does to it what happens to servers: kills it, also while it starts; tells it to end; ends its database and
/// starts it again; starts a second one on the same store, which must be refused.
/// </summary>
internal sealed class ServerMischief(TortureOptions options, ServedStore store, string definitions) : Mischief
{
    private readonly Random _random = new(options.Seed);
    private readonly int _port = FreePort();
    private ServeProcess? _server;

    public int Kills { get; private set; }

    public int KillsAtStart { get; private set; }

    public int Terminations { get; private set; }

    public int DatabaseRestarts { get; private set; }

    public int SecondsRefused { get; private set; }

    public override IReadOnlyList<Uri> Urls => [Url];

    public override TimeSpan RestStep => TimeSpan.FromSeconds(4);

    /// <summary>Where every server of this run listens.</summary>
    private Uri Url => new($"http://127.0.0.1:{_port.ToString(CultureInfo.InvariantCulture)}");

    public override string ToString() =>
        $"{Kills} kills ({KillsAtStart} while starting), {Terminations} terminations, {DatabaseRestarts} database restarts, {SecondsRefused} second servers refused";

    public override Task StartAsync()
    {
        _server?.Dispose();
        _server = ServeProcess.Begin(options.Tool, Arguments(Url), Log);
        return ServesAsync(_server);
    }

    public override async Task RunAsync(CancellationToken ending)
    {
        while (!ending.IsCancellationRequested && !(Kills >= options.Kills))
        {
            if (!await PauseAsync(TimeSpan.FromMilliseconds(_random.Next(300, 3_000)), ending).ConfigureAwait(false))
            {
                return;
            }

            await DoAsync().ConfigureAwait(false);
        }
    }

    public override Task StopAsync() => TerminateAsync(_server);

    public override void Dispose() => _server?.Dispose();

    private async Task DoAsync()
    {
        if (_server!.HasExited)
        {
            Surprises.Add($"a server ended by itself: {Last(_server.Output)}");
            await StartAsync().ConfigureAwait(false);
        }

        switch (_random.Next(20))
        {
            case < 4 when store is IRestartable database:
                DatabaseRestarts++;
                await database.RestartAsync(_random.Next(4) == 0 ? TimeSpan.FromSeconds(3) : TimeSpan.Zero).ConfigureAwait(false);
                break;
            case < 6:
                await StartSecondAsync().ConfigureAwait(false);
                break;
            case < 8:
                Terminations++;
                await StopAsync().ConfigureAwait(false);
                await StartAsync().ConfigureAwait(false);
                break;
            case < 10:
                await KillAtStartAsync().ConfigureAwait(false);
                break;
            default:
                Kills++;
                await _server.KillAsync().ConfigureAwait(false);
                await StartAsync().ConfigureAwait(false);
                break;
        }
    }

    private async Task KillAtStartAsync()
    {
        Kills += 2;
        KillsAtStart++;
        await _server!.KillAsync().ConfigureAwait(false);
        using (var early = ServeProcess.Begin(options.Tool, Arguments(Url), Log))
        {
            await PauseAsync(TimeSpan.FromMilliseconds(_random.Next(100, 1_200)), CancellationToken.None).ConfigureAwait(false);
            await early.KillAsync().ConfigureAwait(false);
        }

        await StartAsync().ConfigureAwait(false);
    }

    /// <summary>A second server on the same store must end by itself, and say why.</summary>
    private async Task StartSecondAsync()
    {
        using var second = ServeProcess.Begin(options.Tool, Arguments(new("http://127.0.0.1:0")), Log);
        try
        {
            var code = await second.ExitAsync().ConfigureAwait(false);
            if (code == 0 || !second.Output.Contains("error:", StringComparison.Ordinal))
            {
                Surprises.Add($"a second server ended with {code} and said: {Last(second.Output)}");
            }

            SecondsRefused++;
        }
        catch (OperationCanceledException)
        {
            Surprises.Add($"a second server was let in beside the first: {Last(second.Output)}");
        }
    }

    private IEnumerable<string> Arguments(Uri url) => [.. store.Arguments, "--urls", url.ToString().TrimEnd('/'), "--definitions", definitions];
}
