using System.Runtime.CompilerServices;
using Stator.Statecharts.Data;

namespace Stator.Statecharts.Authoring;

/// <summary>A transition: where it leads, when, and what it does.</summary>
/// <typeparam name="TContext">The context.</typeparam>
public sealed class TransitionBuilder<TContext> : ActionSequence<TContext, TransitionBuilder<TContext>>
{
    private readonly Draft _draft = new();

    internal TransitionBuilder(InlineLogic inline)
        : base(inline)
    {
    }

    /// <summary>Where it leads: the key of a sibling, <c>.child</c>, a path, or <c>#id</c>; several for several regions.</summary>
    public TransitionBuilder<TContext> Target(params ReadOnlySpan<string> targets)
    {
        if (targets.IsEmpty)
        {
            throw new ArgumentException("A target is missing. A transition without one just leaves Target out.", nameof(targets));
        }

        foreach (var target in targets)
        {
            _draft.Append("target", target);
        }

        return this;
    }

    /// <summary>It is taken only when an expression in CEL holds.</summary>
    public TransitionBuilder<TContext> When(string expression) => Guarded(Expr.Cel(expression));

    /// <summary>It is taken only when a lambda yields true.</summary>
    public TransitionBuilder<TContext> When(Func<TContext, Event, bool> guard, [CallerArgumentExpression(nameof(guard))] string? source = null) =>
        Guarded(new ConditionBuilder<TContext>(Inline).Of(guard, source));

    /// <summary>It is taken only when a combination of guards holds.</summary>
    public TransitionBuilder<TContext> When(Func<ConditionBuilder<TContext>, Value> condition)
    {
        ArgumentNullException.ThrowIfNull(condition);
        return Guarded(condition(new(Inline)));
    }

    /// <summary>It is taken only when a guard holds that is named: of the machine's own <c>guards</c>, or bound to code.</summary>
    public TransitionBuilder<TContext> Guard(string name, object? parameters = null) => Guarded(Expr.Named(name, parameters));

    /// <summary>The source is left and entered again even when the target lies within it.</summary>
    public TransitionBuilder<TContext> Reenter() => Set("reenter", true);

    /// <summary>Sets members of the context before its other actions; the values may hold expressions.</summary>
    public TransitionBuilder<TContext> Context(object patch) => Set("context", TypedValues.From(patch));

    /// <summary>Says what it is for.</summary>
    public TransitionBuilder<TContext> Description(string description) => Set("description", description);

    /// <summary>Data of the author's own.</summary>
    public TransitionBuilder<TContext> Meta(object meta) => Set("meta", TypedValues.From(meta));

    /// <summary>A key of the author's own, which begins with <c>x-</c>.</summary>
    public TransitionBuilder<TContext> Extension(string key, object value) => Set(key, TypedValues.From(value));

    internal static Value Build(InlineLogic inline, Action<TransitionBuilder<TContext>>? configure)
    {
        var builder = new TransitionBuilder<TContext>(inline);
        configure?.Invoke(builder);
        return builder._draft.Build();
    }

    private protected override void Append(Value action) => _draft.Append("actions", action);

    private TransitionBuilder<TContext> Guarded(Value guard) => _draft.Has("guard")
        ? throw new InvalidOperationException("The transition has a guard already. Combine the two: When(c => c.And(…, …)).")
        : Set("guard", guard);

    private TransitionBuilder<TContext> Set(string key, Value value)
    {
        _draft.Set(key, value);
        return this;
    }
}
