using Stator.Machines;
using Stator.Machines.Stores;
using Stator.Statecharts;
using Stator.Statecharts.Data;
using Stator.Statecharts.Effects;
using Stator.Statecharts.Interpretation;
using Stator.Statecharts.Snapshots;

namespace Stator.Checking;

/// <summary>One turn, told again by the engine.</summary>
/// <param name="Entry">What the history says of it.</param>
/// <param name="Detail">Its detail, read.</param>
/// <param name="Before">The instance before it; null where it was the first of a life.</param>
/// <param name="Result">What the engine makes of it now.</param>
internal readonly record struct RetoldTurn(HistoryEntry Entry, Value Detail, Snapshot? Before, StepResult Result)
{
    /// <summary>The instance after it.</summary>
    public Snapshot After => Result.Snapshot!;

    public IReadOnlyList<Effect> Effects => Result.Effects;
}

/// <summary>Tells the history of one instance again, turn by turn, with the engine alone.</summary>
internal sealed class Retelling(MachineAddress address, PublishedMachines machines)
{
    private MachineDefinition? _definition;

    /// <summary>The instance after the turns so far.</summary>
    public Snapshot? Snapshot { get; private set; }

    /// <summary>The next turn; or why it cannot be told.</summary>
    public (RetoldTurn? Turn, string? Obstacle) Tell(HistoryEntry entry)
    {
        var detail = Value.Parse(entry.Detail.Span);
        var isStart = entry.Kind == Machines.HistoryKind.Start;
        if (isStart)
        {
            var version = detail["version"].AsString;
            _definition = machines.Find(address.Machine, version);
            if (_definition is null)
            {
                return (null, $"it starts with version '{version}', which is not in the store");
            }
        }
        else if (Snapshot is null)
        {
            return (null, $"a turn of kind '{entry.Kind}' comes before the one that starts the instance");
        }

        var before = isStart ? null : Snapshot;
        var result = Step(_definition!, before, entry, detail);
        if (result.Fault is { } fault)
        {
            return (null, $"the engine refuses what it is said to have done: {fault.Message}");
        }

        Snapshot = result.Snapshot;
        return (new(entry, detail, before, result), null);
    }

    private static StepResult Step(MachineDefinition machine, Snapshot? before, HistoryEntry entry, Value detail)
    {
        var at = DateTimeOffset.FromUnixTimeMilliseconds(entry.AtMs);
        return entry.Kind switch
        {
            Machines.HistoryKind.Start => Statechart.Start(machine, detail["input"], at),
            Machines.HistoryKind.Event => Statechart.Step(machine, before!, Event.FromValue(detail["event"])!, at),
            Machines.HistoryKind.Timer => Statechart.Fire(machine, before!, detail["timer"].AsInt, at),
            Machines.HistoryKind.Service => Statechart.Settle(machine, before!, detail["invocation"].AsInt, OutcomeOf(detail), at),
            Machines.HistoryKind.Edit => Repair.EditContext(machine, before!, detail["patch"].AsObject, at),
            Machines.HistoryKind.Skipped => Repair.Skip(machine, before!, detail["skipped"].AsInt, at),
            Machines.HistoryKind.Dispose => Statechart.Stop(machine, before!, at),
            _ => throw new FormatException($"A turn of kind '{entry.Kind}' is not known to this checker."),
        };
    }

    private static Outcome OutcomeOf(Value detail) =>
        detail.AsObject.TryGet("error", out var error) ? Outcome.Failed(error) : Outcome.Done(detail["output"]);
}
