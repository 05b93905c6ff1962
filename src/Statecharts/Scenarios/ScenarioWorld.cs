using System.Collections.Immutable;
using Stator.Statecharts.Data;
using Stator.Statecharts.Effects;
using Stator.Statecharts.Interpretation;
using Stator.Statecharts.Snapshots;

namespace Stator.Statecharts.Scenarios;

/// <summary>
/// The world of one case: virtual time, stubbed services, and a record of what was asked of it. A step that is refused leaves the
/// machine as it was.
/// </summary>
internal sealed class ScenarioWorld(MachineDefinition definition, ImmutableDictionary<string, ServiceStub> services)
{
    private readonly Queue<(long Number, Outcome Outcome)> _settling = new();
    private long _nowMs;

    /// <summary>The machine; null where its start was refused.</summary>
    public Snapshot? Snapshot { get; private set; }

    public Fault? Fault { get; private set; }

    public List<Value> Effects { get; } = [];

    public List<Value> Emitted { get; } = [];

    private DateTimeOffset Now => DateTimeOffset.FromUnixTimeMilliseconds(_nowMs);

    public void BeginStep()
    {
        Fault = null;
        Effects.Clear();
        Emitted.Clear();
    }

    public void Start(Value input) => Whole(() => Apply(Statechart.Start(definition, input, Now)));

    public void Act(ScenarioStep step)
    {
        if (Snapshot is null)
        {
            return;
        }

        switch (step.Action)
        {
            case ScenarioAction.Send:
                Whole(() => Apply(Statechart.Step(definition, Snapshot, Event.FromValue(step.Argument)!, Now)));
                break;
            case ScenarioAction.Advance:
                Advance(step.AdvanceMs);
                break;
            case ScenarioAction.Complete:
                Complete(step.Argument.AsString, step.Outcome);
                break;
            case ScenarioAction.Restart:
                Restart();
                break;
        }
    }

    /// <summary>To text, and on from that text.</summary>
    public void Restart() => Snapshot = SnapshotJson.Read(SnapshotJson.Write(Snapshot!), definition);

    private void Advance(long byMs)
    {
        var until = _nowMs + byMs;
        while (Fault is null && Snapshot!.NextTimer() is { } timer && timer.DueMs <= until)
        {
            _nowMs = Math.Max(_nowMs, timer.DueMs);
            Whole(() => Apply(Statechart.Fire(definition, Snapshot, timer.Number, Now)));
        }

        _nowMs = until;
    }

    private void Complete(string id, Outcome outcome)
    {
        if (FindPending(Snapshot!, id) is { } number)
        {
            Whole(() => Apply(Statechart.Settle(definition, Snapshot!, number, outcome, Now)));
        }
    }

    private static long? FindPending(Snapshot snapshot, string id)
    {
        foreach (var invocation in snapshot.Invocations)
        {
            if (invocation.Child is null && invocation.Id == id && !invocation.IsSettled)
            {
                return invocation.Number;
            }

            if (invocation.Child is { } child && FindPending(child, id) is { } inner)
            {
                return inner;
            }
        }

        return null;
    }

    /// <summary>Something happens, and with it all that settles at once; refused in any part it is refused whole.</summary>
    private void Whole(Action happen)
    {
        var (before, effects, emitted) = (Snapshot, Effects.Count, Emitted.Count);
        happen();
        while (Fault is null && _settling.TryDequeue(out var settled))
        {
            Apply(Statechart.Settle(definition, Snapshot!, settled.Number, settled.Outcome, Now));
        }

        if (Fault is not null)
        {
            Snapshot = before;
            Effects.RemoveRange(effects, Effects.Count - effects);
            Emitted.RemoveRange(emitted, Emitted.Count - emitted);
            _settling.Clear();
        }
    }

    private void Apply(StepResult result)
    {
        Fault = result.Fault;
        if (Fault is not null)
        {
            return;
        }

        Snapshot = result.Snapshot;
        foreach (var effect in result.Effects)
        {
            Record(effect);
        }
    }

    private void Record(Effect effect)
    {
        switch (effect)
        {
            case PerformAction action:
                Effects.Add(action.HasParams ? ObjectValue.Of(("type", action.Type), ("params", action.Params)) : action.Type);
                break;
            case StartService { } start when services[start.Source].IsPending:
                Effects.Add("start:" + start.Id);
                break;
            case StartService start:
                _settling.Enqueue((start.Number, services[start.Source].Outcome!.Value));
                break;
            case StopService stop when IsPending(stop):
                Effects.Add("stop:" + stop.Id);
                break;
            case EmitEvent emit:
                Emitted.Add(emit.Event.Members);
                break;
        }
    }

    /// <summary>A service that settles at once but was stopped before it could is not worth a word.</summary>
    private bool IsPending(StopService stop) => !_settling.Any(s => s.Number == stop.Number);
}
