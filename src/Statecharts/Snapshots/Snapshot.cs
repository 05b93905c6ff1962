using System.Collections.Immutable;
using Stator.Statecharts.Data;
using Stator.Statecharts.Interpretation;

namespace Stator.Statecharts.Snapshots;

/// <summary>
/// A machine at rest: everything that it takes to go on, in this process or another one. Immutable.
/// </summary>
public sealed class Snapshot
{
    internal Snapshot(MachineDefinition definition, Configuration configuration, Value context, SnapshotStatus status, SnapshotPending pending)
    {
        Definition = definition;
        Configuration = configuration;
        Context = context;
        Status = status;
        Pending = pending;
    }

    /// <summary>The machine, pinned: a snapshot goes on only with the definition it was made by.</summary>
    public MachineDefinition Definition { get; }

    /// <summary>The set of active state nodes.</summary>
    public Configuration Configuration { get; }

    /// <summary>The context.</summary>
    public Value Context { get; }

    /// <summary>What has become of the machine.</summary>
    public SnapshotStatus Status { get; }

    /// <summary>The state value in XState's form: a key, or an object with one member for each active child.</summary>
    public Value Value => Configuration.Value;

    /// <summary>The ids of the active leaves, in document order.</summary>
    public ImmutableArray<string> StateIds => Configuration.LeafIds;

    /// <summary>The tags of the active states, in document order, each once.</summary>
    public ImmutableArray<string> Tags => Configuration.Tags;

    /// <summary>What the machine yielded; null unless <see cref="Status"/> is <see cref="SnapshotStatus.Done"/>.</summary>
    public Value Output => Pending.Output;

    /// <summary>Why the machine failed; null unless <see cref="Status"/> is <see cref="SnapshotStatus.Error"/>.</summary>
    public Value Error => Pending.Error;

    /// <summary>What the history nodes remember.</summary>
    public HistoryValue History => Pending.History;

    /// <summary>Pending timers, in the order of arming.</summary>
    public ImmutableArray<Timer> Timers => Pending.Timers;

    /// <summary>Services and child machines, in the order they were started.</summary>
    public ImmutableArray<Invocation> Invocations => Pending.Invocations;

    internal SnapshotPending Pending { get; }

    /// <summary>The timer that falls due first, here or in a child machine; null where none is pending.</summary>
    public Timer? NextTimer()
    {
        Timer? next = null;
        foreach (var timer in Timers)
        {
            next = Earlier(next, timer);
        }

        foreach (var invocation in Invocations)
        {
            next = Earlier(next, invocation.Child?.NextTimer());
        }

        return next;
    }

    /// <summary>The snapshot of the machine itself or of the child machine that an <see cref="Effects.Effect.Actor"/> names; null where it is gone.</summary>
    public Snapshot? FindActor(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var at = this;
        foreach (var step in path.Split('/').Skip(1))
        {
            var id = step.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            at = at?.Invocations.LastOrDefault(i => i.Id == id && i.Child is not null)?.Child;
        }

        return at;
    }

    /// <summary>Whether a state is active.</summary>
    /// <param name="reference"><c>#id</c>, <c>#id.child</c>, or a path of keys from the root such as <c>a.b</c>.</param>
    /// <returns>False also where there is no such state.</returns>
    public bool Matches(string reference) => StateLookup.Find(Definition, reference) is { } node && Configuration.Contains(node);

    /// <summary>Whether an active state has the tag.</summary>
    public bool HasTag(string tag) => Tags.Contains(tag);

    /// <summary>Whether the event would be taken now by a transition that is not a forbidden one.</summary>
    public bool Can(Event @event) => Statechart.Can(this, @event);

    private static Timer? Earlier(Timer? a, Timer? b) =>
        a is null || (b is not null && (b.DueMs, b.Number).CompareTo((a.DueMs, a.Number)) < 0) ? b : a;
}
