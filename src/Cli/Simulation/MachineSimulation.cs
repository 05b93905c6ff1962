using System.Globalization;
using Stator.Statecharts;
using Stator.Statecharts.Data;
using Stator.Statecharts.Interpretation;
using Stator.Statecharts.Snapshots;
using Timer = Stator.Statecharts.Snapshots.Timer;

namespace Stator.Cli.Simulation;

/// <summary>One machine on virtual time. Its services run only in name: they stay pending until they are told how they ended.</summary>
internal sealed class MachineSimulation(MachineDefinition definition)
{
    /// <summary>A timer that arms itself again without delay would else never let time pass.</summary>
    private const int MostTimersAtOnce = 10_000;

    /// <summary>Not part of a snapshot, which leaves the time to its host; here it tells how much of each timer is left.</summary>
    private const string TimeKey = "x-now";

    private readonly Dictionary<long, string> _timerNames = [];

    private Snapshot? _snapshot;

    public MachineDefinition Definition => definition;

    /// <summary>The machine at rest. There is none before <see cref="Start"/>.</summary>
    public Snapshot Snapshot => _snapshot ?? throw new InvalidOperationException("The simulation has not been started.");

    public DateTimeOffset Now { get; private set; } = DateTimeOffset.UnixEpoch;

    /// <summary>All pending timers, those of child machines included, in the order they fall due.</summary>
    public IEnumerable<(string Actor, Timer Timer)> Timers() =>
        Actors("", Snapshot).SelectMany(a => a.Snapshot.Timers.Select(t => (a.Path, t))).OrderBy(t => t.t.DueMs).ThenBy(t => t.t.Number);

    /// <summary>All services that have not ended, those of child machines included.</summary>
    public IEnumerable<Invocation> Services() =>
        Actors("", Snapshot).SelectMany(a => a.Snapshot.Invocations).Where(i => i is { Child: null, IsSettled: false });

    /// <summary>How to call a timer, also one that has just been cancelled.</summary>
    public string NameOf(long timer) => _timerNames.GetValueOrDefault(timer) ?? $"#{timer}";

    public StepResult Start(Value input) => Take(Statechart.Start(definition, input, Now));

    public StepResult Send(Event @event) => Take(Statechart.Step(definition, Snapshot, @event, Now));

    /// <summary>Ends a pending service; null where none has that id.</summary>
    public StepResult? Settle(string id, Outcome outcome) =>
        Services().FirstOrDefault(s => s.Id == id) is { } service ? Take(Statechart.Settle(definition, Snapshot, service.Number, outcome, Now)) : null;

    /// <summary>Lets time pass, timer by timer. It stands still at a timer whose step is refused.</summary>
    public IEnumerable<(Timer Timer, StepResult Result)> Advance(TimeSpan by)
    {
        var until = Now + by;
        for (var fired = 0; Snapshot.NextTimer() is { } timer && timer.Due <= until; fired++)
        {
            if (fired == MostTimersAtOnce)
            {
                throw new SimulationException($"{MostTimersAtOnce} timers have fired, and there is no end: one of them arms itself again at once. The clock stands at that time.");
            }

            Now = timer.Due > Now ? timer.Due : Now;
            var result = Take(Statechart.Fire(definition, Snapshot, timer.Number, Now));
            yield return (timer, result);
            if (result.Fault is not null)
            {
                yield break;
            }
        }

        Now = until;
    }

    /// <summary>The snapshot as JSON, and with it the time.</summary>
    public Value Save() => Value.Parse(SnapshotJson.Write(Snapshot)).AsObject.With(TimeKey, Now);

    /// <summary>Goes on from a snapshot. One that was not saved here goes on at the time given.</summary>
    /// <exception cref="SimulationException">It is no snapshot of this machine.</exception>
    public void Load(byte[] utf8, DateTimeOffset now)
    {
        try
        {
            _snapshot = SnapshotJson.Read(utf8, definition);
            RememberTimers();
            var saved = Value.Parse(utf8)[TimeKey];
            Now = saved.Kind == ValueKind.String && DateTimeOffset.TryParse(saved.AsString, CultureInfo.InvariantCulture, out var time) ? time : now;
        }
        catch (StepRefusedException e)
        {
            throw new SimulationException(e.Message);
        }
    }

    private StepResult Take(StepResult result)
    {
        _snapshot = result.Snapshot ?? _snapshot;
        RememberTimers();
        return result;
    }

    private void RememberTimers()
    {
        if (_snapshot is not null)
        {
            foreach (var (_, timer) in Timers())
            {
                _timerNames[timer.Number] = timer.Id ?? timer.Event.Type;
            }
        }
    }

    private static IEnumerable<(string Path, Snapshot Snapshot)> Actors(string path, Snapshot snapshot) =>
        snapshot.Invocations.Where(i => i.Child is not null).SelectMany(i => Actors($"{path}/{i.Id}", i.Child!)).Prepend((path, snapshot));
}

/// <summary>Something cannot be done in a simulation. The message says why, and what can.</summary>
internal sealed class SimulationException(string message) : Exception(message);
