using System.Globalization;
using Stator.Machines;
using Stator.Machines.Stores;

namespace Stator.Bench.Durable;

/// <summary>
/// Timers of as many instances, all pending in the store before a host starts that does nothing else. A timer has fired when the
/// commit of its turn is confirmed; how late that was is measured there, against the deadline that was committed when it was armed.
/// </summary>
internal static class TimerRun
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Timers before those that are measured: a host that has just started compiles what it does for the first time.</summary>
    private const int WarmupTimers = 3_000;

    private static readonly TimeSpan WarmupTime = TimeSpan.FromSeconds(6);

    public static async Task<object> MeasureAsync(Arguments arguments)
    {
        var (count, within) = (arguments.Count("--timers", 1_000), TimeSpan.FromSeconds(arguments.Number("--within", 0)));
        var dues = await SeedAsync(arguments, count, within).ConfigureAwait(false);
        var log = new FiringLog(dues);
        var host = await Host.StartAsync(arguments, log.Take).ConfigureAwait(false);
        await using var disposal = host.ConfigureAwait(false);
        if (DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() >= dues.Values.Min())
        {
            throw new InvalidOperationException("The first timer fell due before the host had started; the seeding took too long to measure anything.");
        }

        await log.AllFired.WaitAsync(SeedingTime(count) + WarmupTime + within + Patience).ConfigureAwait(false);
        var left = await host.Store.LoadDueAsync(long.MinValue, long.MaxValue, 1, CancellationToken.None).ConfigureAwait(false);
        return left.Count == 0 ? log.Result() : throw new InvalidOperationException($"All {count} timers fired, and the store still has one of {left[0].Address}.");
    }

    /// <summary>The deadlines by key, in milliseconds since the Unix epoch.</summary>
    private static async Task<IReadOnlyDictionary<string, long>> SeedAsync(Arguments arguments, int count, TimeSpan within)
    {
        var (_, alarm) = await Seed.DefinitionsAsync(arguments).ConfigureAwait(false);
        var store = Host.Open(arguments);
        var now = DateTimeOffset.UtcNow;
        var first = SeedingTime(count) + WarmupTime + TimeSpan.FromSeconds(2);
        var commits = Enumerable.Range(0, count).Select(i => Seed.Alarm(alarm, i, now, first + (within * i / count))).ToList();
        var warmup = Enumerable.Range(0, WarmupTimers).Select(i => Seed.Alarm(alarm, count + i, now, SeedingTime(count) + (WarmupTime * i / WarmupTimers)));
        await Seed.CommitAsync(store, commits.Concat(warmup)).ConfigureAwait(false);
        await Host.CloseAsync(store).ConfigureAwait(false);
        return commits.ToDictionary(c => c.Record.Address.Key, c => c.ArmedTimers.Single().DueMs);
    }

    /// <summary>From the seeding to the first deadline: what the seeding and the start of the host may take.</summary>
    private static TimeSpan SeedingTime(int count) => TimeSpan.FromSeconds(5 + (count / 4_000.0));

    /// <summary>What fired, when.</summary>
    private sealed class FiringLog(IReadOnlyDictionary<string, long> dues)
    {
        private readonly Lock _lock = new();
        private readonly Dictionary<string, DateTimeOffset> _firedAt = new(StringComparer.Ordinal);
        private readonly TaskCompletionSource _allFired = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task AllFired => _allFired.Task;

        public void Take(IReadOnlyList<InstanceCommit> commits)
        {
            var now = DateTimeOffset.UtcNow;
            lock (_lock)
            {
                foreach (var commit in commits)
                {
                    foreach (var entry in commit.History.Where(h => h.Kind == HistoryKind.Timer))
                    {
                        Take(commit.Record.Address.Key, entry, now);
                    }
                }
            }
        }

        /// <summary>None was lost, or there would be none: this is asked when all have fired.</summary>
        public object Result()
        {
            var late = _firedAt.Select(f => (f.Value - DateTimeOffset.FromUnixTimeMilliseconds(dues[f.Key])).TotalMilliseconds).Order().ToList();
            return new
            {
                Fired = late.Count, P50Ms = late.Percentile(50), P99Ms = late.Percentile(99), MaxMs = late[^1],
                SpanMs = (_firedAt.Values.Max() - _firedAt.Values.Min()).TotalMilliseconds,
            };
        }

        private void Take(string key, HistoryEntry entry, DateTimeOffset now)
        {
            if (!dues.TryGetValue(key, out var due))
            {
                // One that was there to warm up.
                return;
            }

            if (entry.AtMs < due || now.ToUnixTimeMilliseconds() < due)
            {
                _allFired.TrySetException(new InvalidOperationException(string.Create(
                    CultureInfo.InvariantCulture, $"The timer of {key} was due at {due} and fired at {entry.AtMs}, which is too early.")));
            }
            else if (!_firedAt.TryAdd(key, now))
            {
                _allFired.TrySetException(new InvalidOperationException($"The timer of {key} fired twice."));
            }
            else if (_firedAt.Count == dues.Count)
            {
                _allFired.TrySetResult();
            }
        }
    }
}
