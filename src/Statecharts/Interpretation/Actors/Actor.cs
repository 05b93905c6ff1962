using System.Collections.Immutable;
using Stator.Statecharts.Data;
using Stator.Statecharts.Expressions;
using Stator.Statecharts.Snapshots;

namespace Stator.Statecharts.Interpretation;

/// <summary>
/// One machine while a step works on it: the mutable counterpart of a <see cref="Snapshot"/>. It is filled from one, changed, and
/// turned into the next; the lists are copied only when they are first written to.
/// </summary>
internal sealed class Actor : IActiveStates
{
    private Snapshot? _before;
    private List<Timer>? _timers;
    private List<Child>? _children;
    private Dictionary<string, Child>? _expected;

    public MachineDefinition Definition = null!;
    public Configuration Configuration = null!;
    public Value Context;
    public SnapshotStatus Status;
    public HistoryValue History = HistoryValue.None;
    public Value Output;
    public Value Error;

    /// <summary>Raised events, first in first out (the internal queue of SCXML).</summary>
    public readonly Queue<Event> InternalQueue = new();

    /// <summary>Events from others that wait for the macrostep to end (the external queue of SCXML).</summary>
    public readonly Queue<Event> Mailbox = new();

    /// <summary>What is to happen when the macrostep has ended, in order.</summary>
    public readonly Queue<Deferred> Deferred = new();

    /// <summary>Empty for the root; see <see cref="Effects.Effect.Actor"/>.</summary>
    public string Path = "";

    /// <summary>The id of the machine where it is a child; null for the root.</summary>
    public string? ChildId => Path.Length == 0 ? null : Definition.Id;

    public Actor? Parent;

    /// <summary>As what the parent knows it.</summary>
    public Child? Self;

    public bool IsStarted;
    public bool IsFlushing;

    /// <summary>Whether the parent stopped it while it was busy.</summary>
    public bool IsToStop;

    /// <summary>Whether a microstep changed more than what it asked of the world; says whether <c>always</c> is looked at again.</summary>
    public bool HasChanged;

    /// <summary>The snapshot it was loaded from.</summary>
    public Snapshot? Before => _before;

    public List<Timer> Timers => _timers ??= [.. _before?.Timers ?? []];

    public List<Child> Children => _children ??= [.. (_before?.Invocations ?? []).Select(i => new Child { Record = i })];

    /// <summary>Pending timers without the copy that <see cref="Timers"/> makes.</summary>
    public bool HasTimers => _timers is not null ? _timers.Count > 0 : _before is { Timers.IsEmpty: false };

    public bool HasChildren => _children is not null ? _children.Count > 0 : _before is { Invocations.IsEmpty: false };

    public void Load(Snapshot snapshot, MachineDefinition definition)
    {
        Begin(definition);
        _before = snapshot;
        Configuration = snapshot.Configuration;
        Context = snapshot.Context;
        Status = snapshot.Status;
        History = snapshot.History;
        Output = snapshot.Output;
        Error = snapshot.Error;
        IsStarted = true;
    }

    public void Begin(MachineDefinition definition)
    {
        Definition = definition;
        Configuration = null!;
        Context = default;
        Status = SnapshotStatus.Active;
        History = HistoryValue.None;
        Output = default;
        Error = default;
        DropQueues();
        _before = null;
        _timers = null;
        _children = null;
        _expected = null;
        IsStarted = false;
        IsFlushing = false;
        IsToStop = false;
        HasChanged = false;
    }

    /// <summary>Only a step that was refused leaves anything behind.</summary>
    private void DropQueues()
    {
        if (InternalQueue.Count + Mailbox.Count + Deferred.Count > 0)
        {
            InternalQueue.Clear();
            Mailbox.Clear();
            Deferred.Clear();
        }
    }

    /// <summary>The snapshot now; the one it was loaded from where nothing has changed.</summary>
    /// <param name="lastNumber">For the root the last number given; 0 for child machines.</param>
    public Snapshot ToSnapshot(long lastNumber)
    {
        var pending = _before?.Pending ?? SnapshotPending.None;
        if (_timers is not null || _children is not null || lastNumber != pending.LastNumber
            || !ReferenceEquals(History, pending.History) || Status != (_before?.Status ?? SnapshotStatus.Active))
        {
            var invocations = _children is null ? pending.Invocations : [.. _children.Select(c => c.ToInvocation())];
            var timers = _timers is null ? pending.Timers : [.. _timers];
            pending = new(History, timers, invocations, Output, Error, lastNumber);
        }

        return _before is not null && ReferenceEquals(pending, _before.Pending) && ReferenceEquals(Configuration, _before.Configuration)
            && Context.IsIdenticalTo(_before.Context)
            ? _before
            : new(Definition, Configuration, Context, Status, pending);
    }

    public Child? FindChild(string id) => HasChildren ? Children.FindLast(c => c.Record.Id == id) : null;

    /// <summary>The child that the node being entered is about to begin: its entry actions may already send to it.</summary>
    public Child Expect(string id)
    {
        _expected ??= new(StringComparer.Ordinal);
        return _expected.TryGetValue(id, out var child) ? child : _expected[id] = new();
    }

    /// <summary>The child as it begins; null where nothing was sent to it before.</summary>
    public Child? TakeExpected(string id) => _expected is not null && _expected.Remove(id, out var child) ? child : null;

    public bool? IsActive(string reference) => StateLookup.Find(Definition, reference) is { } node ? Configuration.Contains(node) : null;
}

/// <summary>A service or child machine of an actor, while a step works on it.</summary>
internal sealed class Child
{
    /// <summary>What the snapshot says of it; missing as long as it is only expected.</summary>
    public Invocation Record = null!;

    /// <summary>The child machine once the step has touched it.</summary>
    public Actor? Actor;

    /// <summary>Whether it was stopped, perhaps before its start was carried out.</summary>
    public bool IsStopped;

    /// <summary>Whether its start was carried out, in this step or an earlier one.</summary>
    public bool IsStarted = true;

    /// <summary>The definition of a child machine; null for a service.</summary>
    public MachineDefinition? Machine;

    public bool IsMachine => Machine is not null || Record.Child is not null;

    public Invocation ToInvocation() => Actor is { Configuration: not null } ? Record with { Child = Actor.ToSnapshot(0) } : Record;
}
