using System.Globalization;

namespace Stator.Torture.Processes;

/// <summary>
/// Keeps three silos of a cluster running, and does to them what happens to machines: one is killed, also while it starts, or told to end, and another one comes in its
/// place, perhaps of a newer version; their database ends and starts again.
/// </summary>
internal sealed class ClusterMischief(TortureOptions options, ServedStore store, string definitions) : Mischief
{
    private const int Silos = 3;

    private readonly Random _random = new(options.Seed);
    private readonly Uri[] _urls = [.. Enumerable.Range(0, Silos).Select(_ => new Uri($"http://127.0.0.1:{Text(FreePort())}"))];
    private readonly ServeProcess?[] _silos = new ServeProcess?[Silos];
    private IReadOnlyList<string> _program = options.Silo;
    private int _kills;
    private int _killsAtStart;
    private int _terminations;
    private int _databaseRestarts;

    public override IReadOnlyList<Uri> Urls => _urls;

    /// <summary>What a lost silo had to do is done when a reminder comes: once a minute, and once more where that was just missed.</summary>
    public override TimeSpan RestStep => TimeSpan.FromSeconds(150);

    public override string ToString() => $"{_kills} kills ({_killsAtStart} while starting), {_terminations} terminations, {_databaseRestarts} database restarts";

    public override async Task StartAsync()
    {
        // The first one makes the tables.
        for (var place = 0; place < Silos; place++)
        {
            await StartAsync(place).ConfigureAwait(false);
        }

        _program = options.NextSilo ?? options.Silo;
    }

    public override async Task RunAsync(CancellationToken ending)
    {
        while (!ending.IsCancellationRequested && !(_kills >= options.Kills)
            && await PauseAsync(TimeSpan.FromMilliseconds(_random.Next(1_000, 6_000)), ending).ConfigureAwait(false))
        {
            await DoAsync(_random.Next(Silos)).ConfigureAwait(false);
        }
    }

    public override Task StopAsync() => Task.WhenAll(_silos.Select(TerminateAsync));

    public override void Dispose()
    {
        foreach (var silo in _silos)
        {
            silo?.Dispose();
        }
    }

    private async Task DoAsync(int place)
    {
        if (_silos[place]!.HasExited)
        {
            Surprises.Add($"a silo ended by itself: {Last(_silos[place]!.Output)}");
            await StartAsync(place).ConfigureAwait(false);
        }

        switch (_random.Next(10))
        {
            case < 2 when store is IRestartable database:
                _databaseRestarts++;
                await database.RestartAsync(_random.Next(4) == 0 ? TimeSpan.FromSeconds(3) : TimeSpan.Zero).ConfigureAwait(false);
                break;
            case < 4:
                _terminations++;
                await TerminateAsync(_silos[place]).ConfigureAwait(false);
                await StartAsync(place).ConfigureAwait(false);
                break;
            case < 5:
                _kills += 2;
                _killsAtStart++;
                await _silos[place]!.KillAsync().ConfigureAwait(false);
                using (var early = Begin(place))
                {
                    await PauseAsync(TimeSpan.FromMilliseconds(_random.Next(300, 3_000)), CancellationToken.None).ConfigureAwait(false);
                    await early.KillAsync().ConfigureAwait(false);
                }

                await StartAsync(place).ConfigureAwait(false);
                break;
            default:
                _kills++;
                await _silos[place]!.KillAsync().ConfigureAwait(false);
                await StartAsync(place).ConfigureAwait(false);
                break;
        }
    }

    private Task StartAsync(int place)
    {
        _silos[place]?.Dispose();
        var silo = _silos[place] = Begin(place);
        return ServesAsync(silo);
    }

    /// <summary>Each silo has ports of its own, as a new machine has; only its callers find it where the last one was.</summary>
    private ServeProcess Begin(int place) => ServeProcess.Begin(
    [
        .. _program, "--connection", store.Connection!, "--urls", _urls[place].ToString().TrimEnd('/'), "--definitions", definitions,
        "--silo-port", Text(FreePort()), "--gateway-port", Text(FreePort()), "--storage", options.SiloStorage,
    ], Log);

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);
}
