using System.Globalization;
using System.Runtime.CompilerServices;
using Stator.Statecharts.Data;

namespace Stator.Statecharts.Authoring;

/// <summary>A state node: what the machine and its states have in common.</summary>
/// <typeparam name="TContext">The context.</typeparam>
/// <typeparam name="TSelf">What each call returns.</typeparam>
public abstract class NodeBuilder<TContext, TSelf>
    where TSelf : NodeBuilder<TContext, TSelf>
{
    private protected NodeBuilder(InlineLogic inline) => Inline = inline;

    internal InlineLogic Inline { get; }

    private protected Draft Draft { get; } = new();

    /// <summary>The kind of node, where it does not follow from its children.</summary>
    public TSelf Type(StateType type) => Set("type", type.ToString().ToLowerInvariant());

    /// <summary>The child that is entered by default.</summary>
    public TSelf Initial(string key) => Set("initial", key);

    /// <summary>The child that is entered by default, and what is done then.</summary>
    public TSelf Initial(string key, Action<ActionBuilder<TContext>> actions)
    {
        var initial = Draft.Inner("initial");
        initial.Set("target", key);
        Actions(initial, "actions", actions);
        return (TSelf)this;
    }

    /// <summary>A child.</summary>
    /// <exception cref="ArgumentException">There is a child of that key already.</exception>
    public TSelf State(string key, Action<StateBuilder<TContext>>? build = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        var states = Draft.Inner("states");
        if (states.Has(key))
        {
            throw new ArgumentException($"There is a state '{key}' here already. Keys are unique among siblings.", nameof(key));
        }

        var state = new StateBuilder<TContext>(Inline);
        build?.Invoke(state);
        states.Set(key, state.Build());
        return (TSelf)this;
    }

    /// <summary>A child whose entry completes this node.</summary>
    public TSelf Final(string key, Action<StateBuilder<TContext>>? build = null) => State(key, Typed(StateType.Final, build));

    /// <summary>A child of which all children are active while it is.</summary>
    public TSelf Parallel(string key, Action<StateBuilder<TContext>> build) => State(key, Typed(StateType.Parallel, build));

    /// <summary>A child that stands for what was active here when this node was left.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="kind">How much it remembers.</param>
    /// <param name="target">Where it leads while nothing is remembered; null for the node's own default.</param>
    public TSelf History(string key, HistoryKind kind = HistoryKind.Shallow, string? target = null) => State(key, s => s.History(kind, target));

    /// <summary>A transition to a target. Several for one event are tried in order.</summary>
    /// <param name="descriptor">An event's name, <c>prefix.*</c> or <c>*</c>.</param>
    /// <param name="target">Where it leads.</param>
    public TSelf On(string descriptor, string target) => AppendIn("on", descriptor, target);

    /// <summary>A transition. Several for one event are tried in order.</summary>
    /// <param name="descriptor">An event's name, <c>prefix.*</c> or <c>*</c>.</param>
    /// <param name="transition">Says what it does.</param>
    public TSelf On(string descriptor, Action<TransitionBuilder<TContext>> transition) => AppendIn("on", descriptor, Build(transition));

    /// <summary>The event is taken here, does nothing, and does not reach the nodes above.</summary>
    public TSelf Forbid(string descriptor) => AppendIn("on", descriptor, Value.EmptyObject);

    /// <summary>A transition without event.</summary>
    public TSelf Always(string target) => Append("always", target);

    /// <summary>A transition without event.</summary>
    public TSelf Always(Action<TransitionBuilder<TContext>> transition) => Append("always", Build(transition));

    /// <summary>A transition after a time in the node.</summary>
    public TSelf After(TimeSpan delay, string target) => After(Key(delay), target);

    /// <summary>A transition after a time in the node.</summary>
    public TSelf After(TimeSpan delay, Action<TransitionBuilder<TContext>> transition) => After(Key(delay), transition);

    /// <summary>A transition after a time in the node: milliseconds, an ISO 8601 duration, or a name.</summary>
    public TSelf After(string delay, string target) => AppendIn("after", delay, target);

    /// <summary>A transition after a time in the node: milliseconds, an ISO 8601 duration, or a name.</summary>
    public TSelf After(string delay, Action<TransitionBuilder<TContext>> transition) => AppendIn("after", delay, Build(transition));

    /// <summary>A transition after a time in the node that a lambda yields.</summary>
    public TSelf After(
        Func<TContext, Event, TimeSpan> delay, Action<TransitionBuilder<TContext>> transition, [CallerArgumentExpression(nameof(delay))] string? source = null)
    {
        var name = Inline.Name("delay", source);
        Inline.Logic.Delay(name, call => delay(call.ContextAs<TContext>(), call.Event));
        return After(name, transition);
    }

    /// <summary>A transition when the node is complete.</summary>
    public TSelf OnDone(string target) => Append("onDone", target);

    /// <summary>A transition when the node is complete.</summary>
    public TSelf OnDone(Action<TransitionBuilder<TContext>> transition) => Append("onDone", Build(transition));

    /// <summary>A service that runs while the node is active: one bound to code, a built-in one, or another machine's id.</summary>
    public TSelf Invoke(string source, Action<InvokeBuilder<TContext>>? build = null) => Append("invoke", InvokeBuilder<TContext>.Build(Inline, source, build));

    /// <summary>A function that runs while the node is active: of at most an input and a cancellation token.</summary>
    public TSelf Invoke(Delegate service, Action<InvokeBuilder<TContext>>? build = null, [CallerArgumentExpression(nameof(service))] string? source = null)
    {
        var name = Inline.Name("service", source);
        Inline.Logic.Service(name, service);
        return Invoke(name, build);
    }

    /// <summary>A child machine that runs while the node is active. Its id stands for it in the document.</summary>
    public TSelf Invoke(MachineDefinition child, Action<InvokeBuilder<TContext>>? build = null)
    {
        ArgumentNullException.ThrowIfNull(child);
        Inline.Logic.Machines[child.Id] = child;
        return Invoke(child.Id, build);
    }

    /// <summary>Actions run on entry.</summary>
    public TSelf Entry(Action<ActionBuilder<TContext>> actions) => Actions(Draft, "entry", actions);

    /// <summary>Actions run on exit.</summary>
    public TSelf Exit(Action<ActionBuilder<TContext>> actions) => Actions(Draft, "exit", actions);

    /// <summary>Labels of the node.</summary>
    public TSelf Tags(params string[] tags) => Set("tags", ListValue.Of([.. tags.Select(t => (Value)t)]));

    /// <summary>What the node yields when it is reached, for final nodes and the machine; it may hold expressions.</summary>
    public TSelf Output(object output) => Set("output", TypedValues.From(output));

    /// <summary>Says what the node is for.</summary>
    public TSelf Description(string description) => Set("description", description);

    /// <summary>Data of the author's own.</summary>
    public TSelf Meta(object meta) => Set("meta", TypedValues.From(meta));

    /// <summary>A key of the author's own, which begins with <c>x-</c>.</summary>
    public TSelf Extension(string key, object value) => Set(key, TypedValues.From(value));

    private protected TSelf Set(string key, Value value)
    {
        Draft.Set(key, value);
        return (TSelf)this;
    }

    private protected TSelf Actions(Draft draft, string key, Action<ActionBuilder<TContext>> actions)
    {
        ArgumentNullException.ThrowIfNull(actions);
        actions(new(Inline, action => draft.Append(key, action)));
        return (TSelf)this;
    }

    private static Action<StateBuilder<TContext>> Typed(StateType type, Action<StateBuilder<TContext>>? build) => state =>
    {
        state.Type(type);
        build?.Invoke(state);
    };

    private static string Key(TimeSpan delay) => Expr.Delay(delay).AsInt.ToString(CultureInfo.InvariantCulture);

    private Value Build(Action<TransitionBuilder<TContext>> transition) => TransitionBuilder<TContext>.Build(Inline, transition);

    private TSelf Append(string key, Value value)
    {
        Draft.Append(key, value);
        return (TSelf)this;
    }

    private TSelf AppendIn(string key, string inner, Value value)
    {
        ArgumentException.ThrowIfNullOrEmpty(inner);
        Draft.Inner(key).Append(inner, value);
        return (TSelf)this;
    }
}
