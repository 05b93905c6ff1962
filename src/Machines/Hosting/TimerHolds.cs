using System.Collections.Immutable;
using Stator.Statecharts.Snapshots;

namespace Stator.Machines.Hosting;

/// <summary>
/// The timers of an instance that were refused: each is held back for a while, longer from time to time, and for good once it is an
/// incident. They live in memory only, so a start of the host tries all of them again.
/// </summary>
internal sealed class TimerHolds
{
    private readonly Dictionary<long, Hold> _holds = [];

    /// <summary>When the next one may be tried again, in milliseconds since the Unix epoch; the end of time where none may.</summary>
    public long NextTryMs => _holds.Count == 0 ? long.MaxValue : _holds.Values.Min(h => h.UntilMs);

    /// <summary>The timers that may not be tried now.</summary>
    public ImmutableHashSet<long> At(long nowMs) => [.. _holds.Where(h => h.Value.UntilMs > nowMs).Select(h => h.Key)];

    /// <summary>Counts a refusal, and says how many there have been.</summary>
    public int Refuse(long number) => (_holds[number] = new(_holds.GetValueOrDefault(number).Attempts + 1, long.MaxValue)).Attempts;

    /// <summary>Lets a refused timer be tried again at a time.</summary>
    public void Until(long number, long untilMs) => _holds[number] = _holds[number] with { UntilMs = untilMs };

    /// <summary>Lets all of them be tried at once.</summary>
    public void Release()
    {
        foreach (var number in _holds.Keys.ToList())
        {
            Until(number, 0);
        }
    }

    /// <summary>Forgets those that are not pending any more.</summary>
    public void Keep(Snapshot? snapshot)
    {
        if (_holds.Count > 0)
        {
            foreach (var number in _holds.Keys.Where(n => !IsPending(snapshot, n)).ToList())
            {
                _holds.Remove(number);
            }
        }
    }

    /// <summary>When the earliest timer is due that is not held; the end of time where there is none.</summary>
    public long NextDueMs(Snapshot snapshot)
    {
        if (_holds.Count == 0)
        {
            return snapshot.NextTimer()?.DueMs ?? long.MaxValue;
        }

        var own = snapshot.Timers.Where(t => !_holds.ContainsKey(t.Number)).Select(t => t.DueMs);
        return own.Concat(snapshot.Invocations.Select(i => i.Child is { } child ? NextDueMs(child) : long.MaxValue)).DefaultIfEmpty(long.MaxValue).Min();
    }

    private static bool IsPending(Snapshot? snapshot, long number) => snapshot is not null
        && (snapshot.Timers.Any(t => t.Number == number) || snapshot.Invocations.Any(i => IsPending(i.Child, number)));

    private readonly record struct Hold(int Attempts, long UntilMs);
}
