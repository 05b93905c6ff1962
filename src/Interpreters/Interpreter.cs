using System.Text;
using Stator.Statecharts;
using Stator.Statecharts.Authoring;
using Stator.Statecharts.Interpretation;
using Stator.Statecharts.Parsing;
using Stator.Statecharts.Snapshots;

namespace Stator.Interpreters;

/// <summary>
/// A live machine with a mailbox: events are handled one at a time, whoever sends them, and a task tells when an event was handled. Its
/// actions and services may be asynchronous. From inside an action, plugin or subscriber the task is complete as soon as the event is
/// in the mailbox: to wait there for it to be handled would be to wait for oneself.
/// </summary>
public sealed partial class Interpreter : LiveMachine, IAsyncDisposable
{
    private readonly EventCache _events = new();

    /// <summary>A machine that is not started yet.</summary>
    /// <param name="definition">The machine.</param>
    /// <param name="logic">The code for its names; null where they are bound already or there are none.</param>
    /// <param name="options">Clock, plugins and the rest.</param>
    /// <exception cref="InvalidMachineException">A name is bound to nothing.</exception>
    public Interpreter(MachineDefinition definition, MachineLogic? logic = null, InterpreterOptions? options = null)
        : base(definition, logic, options, allowAsynchronous: true)
    {
    }

    /// <summary>A machine that goes on from a snapshot when it is started.</summary>
    /// <param name="definition">The machine the snapshot was made by.</param>
    /// <param name="json">The snapshot, as <see cref="LiveMachine.GetSnapshotJson"/> wrote it; XState's and the short form are read too.</param>
    /// <param name="logic">The code for its names.</param>
    /// <param name="options">Clock, plugins and the rest.</param>
    /// <param name="mode">Whether timers, services and children go on, or only state and context are taken.</param>
    /// <exception cref="StepRefusedException">The text is no snapshot, or not of this machine.</exception>
    public static Interpreter FromSnapshot(
        MachineDefinition definition, ReadOnlySpan<byte> json, MachineLogic? logic = null, InterpreterOptions? options = null, RestoreMode mode = RestoreMode.Resume)
    {
        var interpreter = new Interpreter(definition, logic, options);
        interpreter.Load(json, mode);
        return interpreter;
    }

    /// <inheritdoc cref="FromSnapshot(MachineDefinition, ReadOnlySpan{byte}, MachineLogic?, InterpreterOptions?, RestoreMode)"/>
    public static Interpreter FromSnapshot(
        MachineDefinition definition, string json, MachineLogic? logic = null, InterpreterOptions? options = null, RestoreMode mode = RestoreMode.Resume) =>
        FromSnapshot(definition, Encoding.UTF8.GetBytes(json), logic, options, mode);

    /// <summary>A machine that goes on from a snapshot when it is started.</summary>
    /// <param name="snapshot">The snapshot; its machine is used, with the code that is bound to it already.</param>
    /// <param name="logic">More code for its names.</param>
    /// <param name="options">Clock, plugins and the rest.</param>
    /// <param name="mode">Whether timers, services and children go on, or only state and context are taken.</param>
    public static Interpreter FromSnapshot(
        Snapshot snapshot, MachineLogic? logic = null, InterpreterOptions? options = null, RestoreMode mode = RestoreMode.Resume)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        return FromSnapshot(snapshot.Definition, SnapshotJson.Write(snapshot), logic, options, mode);
    }

    /// <summary>Starts the machine, or lets it go on from its snapshot. Does nothing when it was started before.</summary>
    /// <param name="input">What the machine is given, written as JSON.</param>
    /// <returns>The interpreter itself, once the machine is started.</returns>
    /// <exception cref="StepRefusedException">The machine refused to start; it is as if this had not been called.</exception>
    public async Task<Interpreter> StartAsync(object? input = null)
    {
        await SubmitAsync(new StartRequest(TypedValues.From(input))).ConfigureAwait(false);
        return this;
    }

    /// <summary>Stops the machine: exit actions run, services are cancelled, timers end. Does nothing when it does not run.</summary>
    /// <returns>The interpreter itself, once the machine is stopped.</returns>
    public async Task<Interpreter> StopAsync()
    {
        await SubmitAsync(StopRequest.Instance).ConfigureAwait(false);
        return this;
    }

    /// <summary>Sends an event without payload.</summary>
    public Task SendAsync(string name) => SubmitAsync(_events.For(name));

    /// <summary>Sends an event with members.</summary>
    /// <param name="name">The event's name.</param>
    /// <param name="payload">An object, written as JSON; its members become those of the event.</param>
    public Task SendAsync(string name, object payload) => SubmitAsync(EventTexts.FromPayload(name, payload));

    /// <summary>Sends an event. It is ignored when the machine does not run.</summary>
    /// <returns>Complete when the event was handled; faulted, with the machine as it was, when it was refused or its actions threw.</returns>
    public Task SendAsync(Event @event)
    {
        ArgumentNullException.ThrowIfNull(@event);
        return SubmitAsync(@event);
    }

    /// <summary>Sends an event that is written as JSON: <c>{"type": "NAME", …}</c>.</summary>
    public Task SendJsonAsync(string json) => SubmitAsync(EventTexts.FromJson(json));

    /// <summary>Sends events, one after the other. The first that is refused ends it.</summary>
    public async Task SendEventsAsync(IEnumerable<Event> events)
    {
        ArgumentNullException.ThrowIfNull(events);
        foreach (var @event in events)
        {
            await SendAsync(@event).ConfigureAwait(false);
        }
    }

    /// <summary>Sends events without payload, one after the other. The first that is refused ends it.</summary>
    public Task SendEventsAsync(params string[] names) => SendEventsAsync(names.Select(_events.For));

    /// <summary>Reports that a service nobody runs here has ended well.</summary>
    /// <param name="id">The invoke id.</param>
    /// <param name="output">What it yields, written as JSON.</param>
    public Task CompleteServiceAsync(string id, object? output = null) => SubmitAsync(EndOf(id, Outcome.Done(TypedValues.From(output))));

    /// <summary>Reports that a service nobody runs here has failed.</summary>
    /// <param name="id">The invoke id.</param>
    /// <param name="error">Why, written as JSON; a string becomes the <c>message</c>.</param>
    public Task FailServiceAsync(string id, object error) =>
        SubmitAsync(EndOf(id, error is string message ? Outcome.Failed(message) : Outcome.Failed(TypedValues.From(error))));

    /// <inheritdoc cref="LiveMachine.Dispose"/>
    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }
}
