using Stator.Machines.Stores;
using Stator.Statecharts;
using Stator.Statecharts.Data;
using Stator.Statecharts.Interpretation;
using Stator.Statecharts.Snapshots;

namespace Stator.Machines.History;

/// <summary>
/// Repeats turns from the history with the engine alone: it is pure, and an entry holds its cause whole, so the snapshot of any past
/// turn comes out again.
/// </summary>
/// <param name="definition">Finds the version of a machine.</param>
internal sealed class HistoryFold(Func<string, MachineDefinition> definition)
{
    private MachineDefinition? _definition;

    /// <summary>The snapshot after the entries so far; null before the first <c>start</c>.</summary>
    public Snapshot? Snapshot { get; private set; }

    /// <summary>The last entry.</summary>
    public HistoryEntry? Last { get; private set; }

    /// <summary>The turn that started this life of the address; null before the first.</summary>
    public HistoryEntry? First { get; private set; }

    /// <summary>Repeats the next turn.</summary>
    /// <exception cref="StepRefusedException">The code bound to the machine does no longer what it did.</exception>
    public void Apply(HistoryEntry entry)
    {
        var detail = Value.Parse(entry.Detail.Span);
        var at = DateTimeOffset.FromUnixTimeMilliseconds(entry.AtMs);
        if (entry.Kind == HistoryKind.Start)
        {
            _definition = definition(detail["version"].AsString);
            Snapshot = null;
            First = entry;
        }

        Snapshot = Step(_definition!, entry.Kind, detail, at).Accepted;
        Last = entry;
    }

    private StepResult Step(MachineDefinition machine, string kind, Value detail, DateTimeOffset at) => kind switch
    {
        HistoryKind.Start => Statechart.Start(machine, detail["input"], at),
        HistoryKind.Event => Statechart.Step(machine, Snapshot!, Event.FromValue(detail["event"])!, at),
        HistoryKind.Timer => Statechart.Fire(machine, Snapshot!, detail["timer"].AsInt, at),
        HistoryKind.Service => Statechart.Settle(machine, Snapshot!, detail["invocation"].AsInt, OutcomeOf(detail), at),
        HistoryKind.Edit => Repair.EditContext(machine, Snapshot!, detail["patch"].AsObject, at),
        HistoryKind.Skipped => Repair.Skip(machine, Snapshot!, detail["skipped"].AsInt, at),
        HistoryKind.Dispose => Statechart.Stop(machine, Snapshot!, at),
        _ => throw new FormatException($"A turn of kind '{kind}' is not known to this version of Stator."),
    };

    private static Outcome OutcomeOf(Value detail) =>
        detail.AsObject.TryGet("error", out var error) ? Outcome.Failed(error) : Outcome.Done(detail["output"]);
}
