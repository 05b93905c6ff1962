using System.Collections.Immutable;

namespace Stator.Statecharts.Interpretation;

/// <summary>
/// The structural part of a microstep: everything about it that depends only on the configuration, the enabled transitions and what
/// history remembers. Data and actions come in when it is carried out.
/// </summary>
public sealed class MicrostepPlan
{
    private readonly Transition[] _enabled;

    internal MicrostepPlan(
        Transition[] enabled,
        ImmutableArray<Transition> transitions,
        ImmutableArray<StateNode> exitSet,
        ImmutableArray<HistoryRecord> records,
        ImmutableArray<EntryPlan> entries,
        Configuration next,
        bool usesHistory)
    {
        _enabled = enabled;
        Transitions = transitions;
        ExitSet = exitSet;
        Records = records;
        Entries = entries;
        Next = next;
        UsesHistory = usesHistory;
        IsBare = records.IsEmpty
            && transitions.All(t => t.Actions.IsEmpty)
            && exitSet.All(n => n.Exit.IsEmpty && n.After.IsEmpty && n.Invoke.IsEmpty)
            && entries.All(e => e.IsBare);
    }

    /// <summary>The transitions taken, conflicts removed, in the order their actions run.</summary>
    public ImmutableArray<Transition> Transitions { get; }

    /// <summary>The nodes left, in reverse document order.</summary>
    public ImmutableArray<StateNode> ExitSet { get; }

    /// <summary>The nodes entered, in document order, each with what its entry completes.</summary>
    public ImmutableArray<EntryPlan> Entries { get; }

    /// <summary>The configuration afterwards.</summary>
    public Configuration Next { get; }

    internal ImmutableArray<HistoryRecord> Records { get; }

    /// <summary>Whether what history remembers was asked; such a plan serves once.</summary>
    internal bool UsesHistory { get; }

    /// <summary>Whether there is nothing to run: no action, timer, service, completion or history record.</summary>
    internal bool IsBare { get; }

    internal bool IsFor(ReadOnlySpan<Transition> enabled)
    {
        if (enabled.Length != _enabled.Length)
        {
            return false;
        }

        for (var i = 0; i < enabled.Length; i++)
        {
            if (!ReferenceEquals(enabled[i], _enabled[i]))
            {
                return false;
            }
        }

        return true;
    }
}

/// <summary>The entry of one node.</summary>
/// <param name="Node">The node.</param>
/// <param name="IsDefaultEntry">Whether the node's own initial transition is taken, so that its actions run.</param>
/// <param name="Completes">The nodes above that this entry completes, in the order of their done events; the first may be a compound one.</param>
/// <param name="EndsMachine">Whether the root is complete with it.</param>
public sealed record EntryPlan(StateNode Node, bool IsDefaultEntry, ImmutableArray<StateNode> Completes, bool EndsMachine)
{
    internal bool IsBare { get; } = Node.Entry.IsEmpty && Node.After.IsEmpty && Node.Invoke.IsEmpty && Node.Type != StateType.Final
        && !(IsDefaultEntry && Node.Initial is { Actions.IsEmpty: false });
}

/// <summary>What a history node remembers after its parent was left.</summary>
internal readonly record struct HistoryRecord(StateNode History, ImmutableArray<StateNode> Nodes);
