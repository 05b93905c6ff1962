using System.Collections.Immutable;
using Stator.Machines.Instances;
using Stator.Machines.Stores;
using Stator.Statecharts.Snapshots;

namespace Stator.Machines.Hosting;

/// <summary>
/// The timers of an instance that were refused: each is held back for a while, longer from time to time, and for good once it is an
/// incident. They live in memory only, so a start of the host tries all of them again.
/// </summary>
internal sealed class TimerHolds
{
    private readonly Dictionary<long, Hold> _holds = [];

    /// <summary>The timers that may not be tried now.</summary>
    public ImmutableHashSet<long> At(long nowMs) => _holds.Count == 0 ? [] : [.. _holds.Where(h => h.Value.UntilMs > nowMs).Select(h => h.Key)];

    /// <summary>Takes note of a refusal: the timer is tried again after a pause, or is an incident now and waits for somebody to see to it.</summary>
    /// <returns>The pause; null where it is an incident.</returns>
    public TimeSpan? Refuse(MachineAddress address, RefusedTimer refused, IncidentLog incidents, StatorOptions options, DateTimeOffset now)
    {
        var (number, fault) = refused;
        var attempts = _holds.GetValueOrDefault(number).Attempts + 1;
        var subject = new IncidentSubject(address, IncidentKind.Timer, FormattableString.Invariant($"{number}"));
        if (attempts >= options.MaxAttemptsWithoutCaller || incidents.IsOpen(subject))
        {
            _holds[number] = new(attempts, long.MaxValue);
            incidents.Raise(subject, fault, attempts);
            return null;
        }

        var pause = Pauses.After(options, attempts);
        _holds[number] = new(attempts, (now + pause).ToUnixTimeMilliseconds());
        return pause;
    }

    /// <summary>Lets all of them be tried at once.</summary>
    public void Release()
    {
        foreach (var number in _holds.Keys.ToList())
        {
            _holds[number] = _holds[number] with { UntilMs = 0 };
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

    /// <summary>
    /// When the instance wants to be woken: for the first timer that is due and may be tried by then; null for never. A timer that may be tried at
    /// once need not be due, as when a clock was set back.
    /// </summary>
    public long? NextWakeMs(Snapshot? snapshot)
    {
        if (snapshot is not { Status: SnapshotStatus.Active })
        {
            return null;
        }

        var next = _holds.Count == 0 ? snapshot.NextTimer()?.DueMs ?? long.MaxValue : NextTryMs(snapshot);
        return next < long.MaxValue ? next : null;
    }

    private long NextTryMs(Snapshot snapshot)
    {
        var own = snapshot.Timers.Select(t => Math.Max(t.DueMs, _holds.GetValueOrDefault(t.Number).UntilMs));
        return own.Concat(snapshot.Invocations.Select(i => i.Child is { } child ? NextTryMs(child) : long.MaxValue)).DefaultIfEmpty(long.MaxValue).Min();
    }

    private static bool IsPending(Snapshot? snapshot, long number) => snapshot is not null
        && (snapshot.Timers.Any(t => t.Number == number) || snapshot.Invocations.Any(i => IsPending(i.Child, number)));

    private readonly record struct Hold(int Attempts, long UntilMs);
}
