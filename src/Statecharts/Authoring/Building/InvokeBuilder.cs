using Stator.Statecharts.Data;

namespace Stator.Statecharts.Authoring;

/// <summary>A service that runs while its state is active.</summary>
/// <typeparam name="TContext">The context.</typeparam>
public sealed class InvokeBuilder<TContext>
{
    private readonly InlineLogic _inline;
    private readonly Draft _draft = new();

    private InvokeBuilder(InlineLogic inline, string source)
    {
        _inline = inline;
        _draft.Set("src", source);
    }

    /// <summary>The id; <c>&lt;index&gt;.&lt;state id&gt;</c> unless set.</summary>
    public InvokeBuilder<TContext> Id(string id) => Set("id", id);

    /// <summary>What it is given; it may hold expressions.</summary>
    public InvokeBuilder<TContext> Input(object input) => Set("input", TypedValues.From(input));

    /// <summary>Where to go when it has ended well.</summary>
    public InvokeBuilder<TContext> OnDone(string target) => Append("onDone", target);

    /// <summary>What to do when it has ended well; its output is <c>event.output</c>.</summary>
    public InvokeBuilder<TContext> OnDone(Action<TransitionBuilder<TContext>> transition) => Append("onDone", Build(transition));

    /// <summary>Where to go when it failed.</summary>
    public InvokeBuilder<TContext> OnError(string target) => Append("onError", target);

    /// <summary>What to do when it failed; why is <c>event.error</c>.</summary>
    public InvokeBuilder<TContext> OnError(Action<TransitionBuilder<TContext>> transition) => Append("onError", Build(transition));

    /// <summary>What to do with each snapshot of a child machine, <c>event.snapshot</c>.</summary>
    public InvokeBuilder<TContext> OnSnapshot(Action<TransitionBuilder<TContext>> transition) => Append("onSnapshot", Build(transition));

    /// <summary>How long it may take.</summary>
    public InvokeBuilder<TContext> Timeout(TimeSpan timeout) => Timeout(Expr.Delay(timeout));

    /// <summary>How long it may take: milliseconds, ISO 8601, a name or an expression.</summary>
    public InvokeBuilder<TContext> Timeout(Value timeout) => Set("timeout", Expr.Delay(timeout));

    /// <summary>Where to go when it took too long.</summary>
    public InvokeBuilder<TContext> OnTimeout(string target) => Append("onTimeout", target);

    /// <summary>What to do when it took too long.</summary>
    public InvokeBuilder<TContext> OnTimeout(Action<TransitionBuilder<TContext>> transition) => Append("onTimeout", Build(transition));

    /// <summary>How often, and when, it is tried again after a failure. What is left out has the format's own default.</summary>
    public InvokeBuilder<TContext> Retry(int? maxAttempts = null, TimeSpan? initialInterval = null, double? backoff = null, TimeSpan? maxInterval = null)
    {
        var retry = _draft.Inner("retry");
        retry.SetUnlessNull("maxAttempts", maxAttempts is { } attempts ? attempts : default(Value));
        retry.SetUnlessNull("initialInterval", Expr.Delay(initialInterval));
        retry.SetUnlessNull("backoff", backoff is { } factor ? Number(factor) : default);
        retry.SetUnlessNull("maxInterval", Expr.Delay(maxInterval));
        return this;
    }

    /// <summary>Says what it is for.</summary>
    public InvokeBuilder<TContext> Description(string description) => Set("description", description);

    /// <summary>Data of the author's own.</summary>
    public InvokeBuilder<TContext> Meta(object meta) => Set("meta", TypedValues.From(meta));

    /// <summary>A key of the author's own, which begins with <c>x-</c>.</summary>
    public InvokeBuilder<TContext> Extension(string key, object value) => Set(key, TypedValues.From(value));

    internal static Value Build(InlineLogic inline, string source, Action<InvokeBuilder<TContext>>? configure)
    {
        var builder = new InvokeBuilder<TContext>(inline, source);
        configure?.Invoke(builder);
        return builder._draft.Build();
    }

    /// <summary>Written as people write it: 2, not 2.0.</summary>
    private static Value Number(double number) => double.IsInteger(number) ? (Value)(long)number : number;

    private Value Build(Action<TransitionBuilder<TContext>> transition) => TransitionBuilder<TContext>.Build(_inline, transition);

    private InvokeBuilder<TContext> Set(string key, Value value)
    {
        _draft.Set(key, value);
        return this;
    }

    private InvokeBuilder<TContext> Append(string key, Value value)
    {
        _draft.Append(key, value);
        return this;
    }
}
