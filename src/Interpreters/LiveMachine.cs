using System.Collections.Immutable;
using Stator.Statecharts;
using Stator.Statecharts.Authoring;
using Stator.Statecharts.Data;
using Stator.Statecharts.Interpretation;
using Stator.Statecharts.Snapshots;

namespace Stator.Interpreters;

/// <summary>
/// A machine that lives in memory: what <see cref="SyncInterpreter"/> and <see cref="Interpreter"/> have in common. It can be looked at
/// at any time and from any thread, also while an event is handled; then it shows the state before.
/// </summary>
public abstract partial class LiveMachine : IDisposable
{
    private readonly Listeners<Snapshot> _snapshotListeners = new();
    private readonly Listeners<Event> _emittedListeners = new();
    private volatile Snapshot? _snapshot;
    private volatile InterpreterStatus _status;
    private volatile bool _isDisposed;

    private protected LiveMachine(MachineDefinition definition, MachineLogic? logic, InterpreterOptions? options, bool allowAsynchronous)
    {
        ArgumentNullException.ThrowIfNull(definition);
        Options = options ?? InterpreterOptions.Default;
        Definition = definition.TryBind(logic ?? new MachineLogic(), new BindOptions
        {
            RequireActions = !Options.AllowUnboundActions,
            AllowAsynchronous = allowAsynchronous,
            HostRuns = Options.IsExternalService,
        }).Required;
        _plugins = [.. Options.Plugins];
        _observer = _plugins.Length == 0 ? null : new GuardWatch(this);
        _dependsOnTime = Definition.DependsOnTime;
        Timers = new(Options.TimeProvider, OnTimersDue);
    }

    /// <summary>The machine, with its code bound.</summary>
    public MachineDefinition Definition { get; }

    /// <summary>What the interpreter was given.</summary>
    public InterpreterOptions Options { get; }

    /// <summary>What the interpreter is doing.</summary>
    public InterpreterStatus Status =>
        _isDisposed && _status is (InterpreterStatus.NotStarted or InterpreterStatus.Running) ? InterpreterStatus.Detached : _status;

    /// <summary>Whether it takes events.</summary>
    public bool IsRunning => _status == InterpreterStatus.Running && !_isDisposed;

    /// <summary>The ids of the active leaves, in document order; none before the start.</summary>
    public ImmutableArray<string> ActiveStateIds => _snapshot?.StateIds ?? [];

    /// <summary>The state value in XState's form; null before the start.</summary>
    public Value Value => _snapshot?.Value ?? default;

    /// <summary>The context; null before the start.</summary>
    public Value Context => _snapshot?.Context ?? default;

    /// <summary>What the machine yielded; null unless it is done.</summary>
    public Value Output => _snapshot?.Output ?? default;

    /// <summary>Why the machine failed; null unless it did.</summary>
    public Value Error => _snapshot?.Error ?? default;

    /// <summary>The context as an object of C#.</summary>
    public T ContextAs<T>() => TypedValues.To<T>(Context);

    /// <summary>Whether a state is active: <c>#id</c>, or a path of keys from the root such as <c>a.b</c>.</summary>
    public bool Matches(string state) => _snapshot?.Matches(state) ?? false;

    /// <summary>Whether an active state has the tag.</summary>
    public bool HasTag(string tag) => _snapshot?.HasTag(tag) ?? false;

    /// <summary>Whether the event would be taken now.</summary>
    public bool Can(Event @event) => IsRunning && _snapshot!.Can(@event);

    /// <summary>Whether an event of that name, without payload, would be taken now.</summary>
    public bool Can(string name) => Can(new Event(name));

    /// <summary>The machine at rest, as of the last event that was handled.</summary>
    /// <exception cref="InvalidOperationException">It was not started yet.</exception>
    public Snapshot GetSnapshot() =>
        _snapshot ?? throw new InvalidOperationException($"'{Definition.Id}' was not started yet, so it has no snapshot. Call Start first.");

    /// <summary>The snapshot as UTF-8 JSON, from which <c>FromSnapshot</c> goes on.</summary>
    /// <exception cref="InvalidOperationException">It was not started yet.</exception>
    public byte[] GetSnapshotJson() => SnapshotJson.Write(GetSnapshot());

    /// <summary>Calls back with each snapshot to come. What the callback throws reaches the sender of the event, which stays handled.</summary>
    /// <returns>Ends the subscription when disposed of.</returns>
    public IDisposable Subscribe(Action<Snapshot> listener)
    {
        ArgumentNullException.ThrowIfNull(listener);
        return _snapshotListeners.Add(listener);
    }

    /// <summary>Calls back with each event that the machine emits.</summary>
    /// <returns>Ends the subscription when disposed of.</returns>
    public IDisposable SubscribeToEmitted(Action<Event> listener)
    {
        ArgumentNullException.ThrowIfNull(listener);
        return _emittedListeners.Add(listener);
    }

    /// <summary>Calls back with each event of that type that the machine emits; <c>*</c> stands for all.</summary>
    /// <returns>Ends the subscription when disposed of.</returns>
    public IDisposable SubscribeToEmitted(string type, Action<Event> listener)
    {
        ArgumentNullException.ThrowIfNull(listener);
        return type == "*" ? _emittedListeners.Add(listener) : _emittedListeners.Add(e =>
        {
            if (e.Type == type)
            {
                listener(e);
            }
        });
    }

    /// <summary>
    /// Lets go of the machine: timers and services end here, no exit action runs, and another interpreter may go on from the snapshot.
    /// </summary>
    public void Dispose()
    {
        _isDisposed = true;
        Timers.Dispose();
        CancelServices();
        CancelActions();
        GC.SuppressFinalize(this);
    }

    /// <summary>Cancels actions that are under way, where they can be.</summary>
    private protected virtual void CancelActions()
    {
    }

    /// <summary>Takes a snapshot to go on from when started.</summary>
    private protected void Load(Snapshot snapshot)
    {
        _snapshot = snapshot;

        // One written by hand may hold what its chart never starts.
        _dependsOnTime |= !snapshot.Timers.IsEmpty || !snapshot.Invocations.IsEmpty;
        _status = snapshot.Status == SnapshotStatus.Active ? InterpreterStatus.NotStarted : StatusOf(snapshot);
    }

    private protected void Load(ReadOnlySpan<byte> json, RestoreMode mode) => Load(SnapshotJson.Read(json, Definition, mode));

    private static InterpreterStatus StatusOf(Snapshot snapshot) => snapshot.Status switch
    {
        SnapshotStatus.Active => InterpreterStatus.Running,
        SnapshotStatus.Done => InterpreterStatus.Done,
        SnapshotStatus.Error => InterpreterStatus.Error,
        _ => InterpreterStatus.Stopped,
    };
}
