using Stator.Statecharts;
using Stator.Statecharts.Diagrams.Reading;
using Stator.Statecharts.Interpretation;
using Stator.Statecharts.Snapshots;

namespace Stator.Cli.Simulation;

/// <summary>A transition of an active state for an event from outside.</summary>
/// <param name="Transition">The transition.</param>
/// <param name="Holds">Whether its guard holds for the event without payload; null where that depends on the payload.</param>
internal sealed record OpenTransition(Transition Transition, bool? Holds)
{
    public string Event => Transition.Descriptor!;

    /// <summary><c>to #order.paid when amount &gt; 0 (holds)</c></summary>
    public string Describe()
    {
        var target = Transition switch
        {
            { IsForbidden: true } => "forbidden",
            { Targets.IsEmpty: true } => "stays",
            _ => "to " + string.Join(", ", Transition.Targets),
        };
        var guard = Transition.Guard is null ? "" : $" when {GuardText.Of(Transition.Guard)} ({Verdict})";
        return target + guard;
    }

    private string Verdict => Holds switch { true => "holds", false => "does not hold", null => "depends on the payload" };

    /// <summary>All of them, those of the deepest states first: that is the order in which they are asked.</summary>
    public static IReadOnlyList<OpenTransition> Of(Snapshot snapshot) => snapshot.Status != SnapshotStatus.Active ? [] :
    [
        .. from node in snapshot.Configuration.Nodes.OrderByDescending(n => n.Depth).ThenBy(n => n.Order)
           from entry in node.On
           where !entry.Descriptor.StartsWith("xstate.", StringComparison.Ordinal)
           from transition in entry.Transitions
           select new OpenTransition(transition, Statechart.Holds(snapshot, transition, new(transition.Descriptor!))),
    ];
}
