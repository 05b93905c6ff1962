using System.Text;
using Stator.Statecharts;
using Stator.Statecharts.Authoring;
using Stator.Statecharts.Interpretation;
using Stator.Statecharts.Parsing;
using Stator.Statecharts.Snapshots;

namespace Stator.Interpreters;

/// <summary>
/// A live machine that handles each event before <see cref="Send(Event)"/> returns. Services are functions that return at once; timers
/// fire on the thread of the clock. Threads take turns; an event that is sent while one is handled on the same thread is queued and
/// handled next, before the outer call returns.
/// </summary>
public sealed partial class SyncInterpreter : LiveMachine
{
    private readonly EventCache _events = new();

    /// <summary>A machine that is not started yet.</summary>
    /// <param name="definition">The machine.</param>
    /// <param name="logic">The code for its names; null where they are bound already or there are none.</param>
    /// <param name="options">Clock, plugins and the rest.</param>
    /// <exception cref="InvalidMachineException">A name is bound to nothing, or to code that returns a task.</exception>
    public SyncInterpreter(MachineDefinition definition, MachineLogic? logic = null, InterpreterOptions? options = null)
        : base(definition, logic, options, allowAsynchronous: false)
    {
    }

    /// <summary>A machine that goes on from a snapshot when it is started.</summary>
    /// <param name="definition">The machine the snapshot was made by.</param>
    /// <param name="json">The snapshot, as <see cref="LiveMachine.GetSnapshotJson"/> wrote it; XState's and the short form are read too.</param>
    /// <param name="logic">The code for its names.</param>
    /// <param name="options">Clock, plugins and the rest.</param>
    /// <param name="mode">Whether timers, services and children go on, or only state and context are taken.</param>
    /// <exception cref="StepRefusedException">The text is no snapshot, or not of this machine.</exception>
    public static SyncInterpreter FromSnapshot(
        MachineDefinition definition, ReadOnlySpan<byte> json, MachineLogic? logic = null, InterpreterOptions? options = null, RestoreMode mode = RestoreMode.Resume)
    {
        var interpreter = new SyncInterpreter(definition, logic, options);
        interpreter.Load(json, mode);
        return interpreter;
    }

    /// <inheritdoc cref="FromSnapshot(MachineDefinition, ReadOnlySpan{byte}, MachineLogic?, InterpreterOptions?, RestoreMode)"/>
    public static SyncInterpreter FromSnapshot(
        MachineDefinition definition, string json, MachineLogic? logic = null, InterpreterOptions? options = null, RestoreMode mode = RestoreMode.Resume) =>
        FromSnapshot(definition, Encoding.UTF8.GetBytes(json), logic, options, mode);

    /// <summary>A machine that goes on from a snapshot when it is started.</summary>
    /// <param name="snapshot">The snapshot; its machine is used, with the code that is bound to it already.</param>
    /// <param name="logic">More code for its names.</param>
    /// <param name="options">Clock, plugins and the rest.</param>
    /// <param name="mode">Whether timers, services and children go on, or only state and context are taken.</param>
    public static SyncInterpreter FromSnapshot(
        Snapshot snapshot, MachineLogic? logic = null, InterpreterOptions? options = null, RestoreMode mode = RestoreMode.Resume)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        return FromSnapshot(snapshot.Definition, SnapshotJson.Write(snapshot), logic, options, mode);
    }

    /// <summary>Starts the machine, or lets it go on from its snapshot. Does nothing when it was started before.</summary>
    /// <param name="input">What the machine is given, written as JSON.</param>
    /// <exception cref="StepRefusedException">The machine refused to start; it is as if this had not been called.</exception>
    public SyncInterpreter Start(object? input = null)
    {
        Submit(new StartRequest(TypedValues.From(input)));
        return this;
    }

    /// <summary>Stops the machine: exit actions run, services and timers end. Does nothing when it does not run.</summary>
    public SyncInterpreter Stop()
    {
        Submit(StopRequest.Instance);
        return this;
    }

    /// <summary>Sends an event without payload.</summary>
    public void Send(string name) => Submit(_events.For(name));

    /// <summary>Sends an event with members.</summary>
    /// <param name="name">The event's name.</param>
    /// <param name="payload">An object, written as JSON; its members become those of the event.</param>
    public void Send(string name, object payload) => Submit(EventTexts.FromPayload(name, payload));

    /// <summary>Sends an event. It is ignored when the machine does not run.</summary>
    /// <exception cref="StepRefusedException">The event was refused; the machine is as it was.</exception>
    /// <exception cref="Exception">What an action, guard or assign threw, as it was thrown; the machine is as it was.</exception>
    public void Send(Event @event)
    {
        ArgumentNullException.ThrowIfNull(@event);
        Submit(@event);
    }

    /// <summary>Sends an event that is written as JSON: <c>{"type": "NAME", …}</c>.</summary>
    public void SendJson(string json) => Submit(EventTexts.FromJson(json));

    /// <summary>Sends events, one after the other. The first that is refused ends it.</summary>
    public void SendEvents(IEnumerable<Event> events)
    {
        ArgumentNullException.ThrowIfNull(events);
        foreach (var @event in events)
        {
            Send(@event);
        }
    }

    /// <summary>Sends events without payload, one after the other. The first that is refused ends it.</summary>
    public void SendEvents(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            Send(name);
        }
    }

    /// <summary>Reports that a service nobody runs here has ended well.</summary>
    /// <param name="id">The invoke id.</param>
    /// <param name="output">What it yields, written as JSON.</param>
    public void CompleteService(string id, object? output = null) => Submit(EndOf(id, Outcome.Done(TypedValues.From(output))));

    /// <summary>Reports that a service nobody runs here has failed.</summary>
    /// <param name="id">The invoke id.</param>
    /// <param name="error">Why, written as JSON; a string becomes the <c>message</c>.</param>
    public void FailService(string id, object error) =>
        Submit(EndOf(id, error is string message ? Outcome.Failed(message) : Outcome.Failed(TypedValues.From(error))));
}
