using System.Runtime.CompilerServices;
using System.Threading;
using Stator.Statecharts.Data;

namespace Stator.Statecharts.Authoring;

/// <summary>Adds actions, in the order in which they run.</summary>
/// <typeparam name="TContext">The context.</typeparam>
/// <typeparam name="TSelf">What each call returns.</typeparam>
public abstract class ActionSequence<TContext, TSelf>
    where TSelf : ActionSequence<TContext, TSelf>
{
    private readonly InlineLogic _inline;

    private protected ActionSequence(InlineLogic inline) => _inline = inline;

    /// <summary>An action by name: of the machine's own <c>actions</c>, or bound to code.</summary>
    public TSelf Do(string name, object? parameters = null) => Add(Expr.Named(name, parameters));

    /// <summary>An action on the world, performed after the step.</summary>
    public TSelf Do(Action<TContext, Event> action, [CallerArgumentExpression(nameof(action))] string? source = null)
    {
        var name = _inline.Name("action", source);
        _inline.Logic.Action(name, call => action(call.ContextAs<TContext>(), call.Event));
        return Add(name);
    }

    /// <summary>An action on the world that returns a task, which the host awaits.</summary>
    public TSelf Do<TTask>(Func<TContext, Event, CancellationToken, TTask> action, [CallerArgumentExpression(nameof(action))] string? source = null)
    {
        var name = _inline.Name("action", source);
        _inline.Logic.Action(name, (call, cancellation) => action(call.ContextAs<TContext>(), call.Event, cancellation));
        return Add(name);
    }

    /// <summary>Sets members of the context; the values may hold expressions, and all of them see the context from before.</summary>
    public TSelf Assign(object patch) => Built("@xstate.assign", ("context", TypedValues.From(patch)));

    /// <summary>Makes a new context out of the old one and the event.</summary>
    public TSelf Assign(Func<TContext, Event, TContext> assign, [CallerArgumentExpression(nameof(assign))] string? source = null)
    {
        var name = _inline.Name("assign", source);
        _inline.Logic.Assign(name, call => TypedValues.From(assign(call.ContextAs<TContext>(), call.Event)));
        return Add(name);
    }

    /// <summary>Raises an event; with a delay it is a timer.</summary>
    public TSelf Raise(string type, object? payload = null, TimeSpan? delay = null, string? id = null) =>
        Raise(Expr.Event(type, payload), Expr.Delay(delay), id);

    /// <summary>Raises an event; the event, the delay (milliseconds, ISO 8601, a name or an expression) and the id may be computed.</summary>
    public TSelf Raise(Value @event, Value delay = default, Value id = default) =>
        Built("@xstate.raise", ("event", @event), ("delay", Expr.Delay(delay)), ("id", id));

    /// <summary>Sends an event to a child's id, <c>#_parent</c> or <c>#_self</c>; with a delay it is a timer.</summary>
    public TSelf SendTo(string target, string type, object? payload = null, TimeSpan? delay = null, string? id = null) =>
        SendTo(target, Expr.Event(type, payload), Expr.Delay(delay), id);

    /// <summary>Sends an event; the target may also be another instance, <c>{machine, key}</c>, and all may be computed.</summary>
    public TSelf SendTo(Value target, Value @event, Value delay = default, Value id = default) =>
        Built("@xstate.sendTo", ("target", target), ("event", @event), ("delay", Expr.Delay(delay)), ("id", id));

    /// <summary>Sends an event to another instance.</summary>
    public TSelf SendToInstance(Value machine, Value key, Value @event, Value delay = default, Value id = default) =>
        SendTo(ObjectValue.Of(("machine", machine), ("key", key)), @event, delay, id);

    /// <summary>Cancels the timer that was last armed under an id.</summary>
    public TSelf Cancel(Value id) => Built("@xstate.cancel", ("id", id));

    /// <summary>Emits an event to subscribers.</summary>
    public TSelf Emit(string type, object? payload = null) => Emit(Expr.Event(type, payload));

    /// <summary>Emits an event to subscribers; it may be computed.</summary>
    public TSelf Emit(Value @event) => Built("@xstate.emit", ("event", @event));

    /// <summary>Writes a line for the log; the arguments may hold expressions.</summary>
    public TSelf Log(object args) => Built("@xstate.log", ("args", TypedValues.From(args)));

    /// <summary>Starts a child that outlives the state.</summary>
    public TSelf Spawn(string source, Value id = default, object? input = null) =>
        Built("@xstate.spawn", ("src", source), ("id", id), ("input", TypedValues.From(input)));

    /// <summary>Stops a child.</summary>
    public TSelf Stop(Value id) => Built("@xstate.stop", ("id", id));

    private protected InlineLogic Inline => _inline;

    private protected abstract void Append(Value action);

    private TSelf Add(Value action)
    {
        Append(action);
        return (TSelf)this;
    }

    private TSelf Built(string type, params ReadOnlySpan<(string Key, Value Value)> members)
    {
        var draft = new Draft();
        draft.Set("type", type);
        foreach (var (key, value) in members)
        {
            draft.SetUnlessNull(key, value);
        }

        return Add(draft.Build());
    }
}

/// <summary>A list of actions.</summary>
/// <typeparam name="TContext">The context.</typeparam>
public sealed class ActionBuilder<TContext> : ActionSequence<TContext, ActionBuilder<TContext>>
{
    private readonly Action<Value> _append;

    internal ActionBuilder(InlineLogic inline, Action<Value> append)
        : base(inline) => _append = append;

    private protected override void Append(Value action) => _append(action);
}
