using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Stator.Embedded;
using Stator.Machines.Tests.Support;
using Stator.Statecharts;
using Stator.Storage.Sqlite;

namespace Stator.Machines.Tests.Simulation;

/// <summary>
/// One run: a random script of requests, waiting and crashes on a store that fails as planned. Some callers send again what was not
/// confirmed, some never do.
/// </summary>
internal sealed class SimulatedRun : IAsyncDisposable
{
    private const int Keys = 3;
    private const int Steps = 40;
    private static readonly string[] Ticks = ["START", "STOP", "LOOK"];

    private readonly Random _random;
    private readonly CallFaults _faults;
    private readonly string _directory = NewDirectory();
    private readonly SqliteStore _store;
    private readonly Dictionary<string, (MachineAddress Address, Event Event)> _sent = [];
    private readonly Dictionary<(MachineAddress Address, string EventId), long> _acknowledged = [];
    private readonly StatorOptions _options = new() { TimerHorizon = TimeSpan.FromSeconds(20), RetryInterval = TimeSpan.FromMilliseconds(500) };
    private ManualTime _time = new();
    private FailingStore _way = null!;
    private InstanceHost _host = null!;

    private SimulatedRun(int seed, CallFaults faults)
    {
        _random = new(seed);
        _faults = faults;
        _store = new(_directory);
    }

    /// <summary>Runs the script to its end, and lets the checker look at what is left.</summary>
    public static async Task RunAsync(int seed, CallFaults faults)
    {
        await using var run = new SimulatedRun(seed, faults);
        await run.BeginAsync();
        faults.IsOn = true;
        for (var step = 0; step < Steps; step++)
        {
            await run.StepAsync(step);
        }

        faults.IsOn = false;
        await run.SettleAsync();
        await new StoreChecker(run._store, run._directory, run._host.Definitions).CheckAsync(run._acknowledged);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
        _store.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    private async Task BeginAsync()
    {
        await StartAsync();
        foreach (var chart in new[] { Charts.Counter, Charts.Ticker, Charts.Teller })
        {
            await _host.Definitions.PublishAsync(Charts.Parse(chart).Id, Encoding.UTF8.GetBytes(chart));
        }

        for (var key = 0; key < Keys; key++)
        {
            await _host.CreateAsync("counter", $"k{key}");
            await _host.CreateAsync("teller", $"k{key}");
        }
    }

    private async Task StartAsync()
    {
        _way = new(_store, _faults);
        _host = new(_way, _options, _time, NullLoggerFactory.Instance);
        await _host.StartAsync();
    }

    private async Task StepAsync(int step)
    {
        var key = $"k{_random.Next(Keys)}";
        switch (_random.Next(10))
        {
            case 0 or 1:
                await SendAsync(new("counter", key), Event.Of("INC", ("by", _random.Next(9))), $"e{step}");
                break;
            case 2 or 3 or 4:
                await SendAsync(new("ticker", key), new Event(Ticks[_random.Next(3)]), $"e{step}");
                break;
            case 5 or 6:
                await SendAsync(new("teller", key), Event.Of("TELL", ("key", $"k{_random.Next(Keys)}")), $"e{step}");
                break;
            case 7 when _sent.Count > 0:
                var (id, (address, @event)) = _sent.ElementAt(_random.Next(_sent.Count));
                await SendAsync(address, @event, id);
                break;
            case 8 when _random.Next(3) == 0:
                await CrashAsync();
                break;
            default:
                _time.Advance(TimeSpan.FromMilliseconds(_random.Next(1, 6_000)));
                break;
        }
    }

    private async Task SendAsync(MachineAddress address, Event @event, string id)
    {
        _sent[id] = (address, @event);
        var patience = _random.Next(2) * 8;
        while (true)
        {
            try
            {
                var receipt = await _host.SendAsync(address, new SendRequest(@event) { EventId = id, CreateWith = new() });
                var known = _acknowledged.TryAdd((address, id), receipt.Sequence) ? receipt.Sequence : _acknowledged[(address, id)];
                Assert.Equal(known, receipt.Sequence);
                return;
            }
            catch (RequestRefusedException e)
            {
                Assert.Equal("store_unavailable", e.Fault.Code);
                if (patience-- == 0)
                {
                    return;
                }
            }
        }
    }

    /// <summary>In memory where the system has a place for that: nothing here is about the disk, and hundreds of runs sync often.</summary>
    private static string NewDirectory()
    {
        const string InMemory = "/dev/shm";
        return Directory.Exists(InMemory)
            ? Directory.CreateDirectory(Path.Combine(InMemory, $"stator-test-{Guid.NewGuid():N}")).FullName
            : Directory.CreateTempSubdirectory("stator-test-").FullName;
    }

    /// <summary>The host dies where it stands, and another one comes up later.</summary>
    private async Task CrashAsync()
    {
        _way.Kill();
        _time = new(_time.GetUtcNow() + TimeSpan.FromMilliseconds(_random.Next(15_000)));
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await StartAsync();
                return;
            }
            catch (Exception e) when (e is IOException or TimeoutException)
            {
                Assert.True(attempt < 10, "The store failed at each start.");
                _way.Kill();
            }
        }
    }

    /// <summary>The store is well again: without a restart everything due must fire, and everything committed be performed.</summary>
    private Task SettleAsync() => Eventually.Holds(
        async () =>
        {
            _time.Advance(TimeSpan.FromMilliseconds(100));
            var overdue = await _store.LoadDueAsync(long.MinValue, _time.GetUtcNow().ToUnixTimeMilliseconds(), 1, default);
            return overdue.Count == 0 && (await _store.LoadOutboxAsync(0, 1, default)).Count == 0;
        },
        "no timer is overdue and nothing is left to be performed");
}
