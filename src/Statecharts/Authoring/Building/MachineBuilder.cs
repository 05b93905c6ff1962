using Stator.Statecharts.Data;

namespace Stator.Statecharts.Authoring;

/// <summary>A machine.</summary>
/// <typeparam name="TContext">The context.</typeparam>
public sealed class MachineBuilder<TContext> : NodeBuilder<TContext, MachineBuilder<TContext>>
{
    internal MachineBuilder(string id)
        : base(new())
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        Set("id", id);
    }

    /// <summary>The document so far.</summary>
    internal Value Document => Draft.Build();

    /// <summary>The version its author gives it.</summary>
    public MachineBuilder<TContext> Version(string version) => Set("version", version);

    /// <summary>The initial context.</summary>
    public MachineBuilder<TContext> Context(TContext context) => Set("context", TypedValues.From(context));

    /// <summary>The initial context, made out of the input: <c>new { items = Expr.Cel("input.items") }</c>.</summary>
    public MachineBuilder<TContext> ContextFrom(object template) => Set("context", TypedValues.From(template));

    /// <summary>Actions under a name of the machine's own.</summary>
    public MachineBuilder<TContext> Actions(string name, Action<ActionBuilder<TContext>> actions)
    {
        var map = Draft.Inner("actions");
        Actions(map, name, actions);
        if (!map.Has(name))
        {
            map.Set(name, ListValue.Empty);
        }

        return this;
    }

    /// <summary>A guard under a name of the machine's own.</summary>
    public MachineBuilder<TContext> Guards(string name, Func<ConditionBuilder<TContext>, Value> guard)
    {
        ArgumentNullException.ThrowIfNull(guard);
        Draft.Inner("guards").Inner(name).Set("when", guard(new(Inline)));
        return this;
    }

    /// <summary>A guard, an expression in CEL, under a name of the machine's own.</summary>
    public MachineBuilder<TContext> Guards(string name, string expression) => Guards(name, g => g.Cel(expression));

    /// <summary>A delay under a name of the machine's own.</summary>
    public MachineBuilder<TContext> Delays(string name, TimeSpan delay) => Delays(name, Expr.Delay(delay));

    /// <summary>A delay under a name of the machine's own: milliseconds, ISO 8601, or an expression.</summary>
    public MachineBuilder<TContext> Delays(string name, Value delay)
    {
        Draft.Inner("delays").Set(name, Expr.Delay(delay));
        return this;
    }

    /// <summary>JSON Schemas for the context, the input, the output, and events by name.</summary>
    public MachineBuilder<TContext> Schemas(object? context = null, object? input = null, object? output = null, object? events = null)
    {
        var schemas = Draft.Inner("schemas");
        schemas.SetUnlessNull("context", TypedValues.From(context));
        schemas.SetUnlessNull("input", TypedValues.From(input));
        schemas.SetUnlessNull("output", TypedValues.From(output));
        schemas.SetUnlessNull("events", TypedValues.From(events));
        return this;
    }

    /// <summary>Limits of one step; see <see cref="MachineOptions"/>.</summary>
    public MachineBuilder<TContext> Options(
        int? maxMicrosteps = null, long? maxExpressionCost = null, int? maxPending = null, IReadOnlyList<string>? index = null)
    {
        var options = Draft.Inner("options");
        options.SetUnlessNull("maxMicrosteps", maxMicrosteps is { } microsteps ? microsteps : default(Value));
        options.SetUnlessNull("maxExpressionCost", maxExpressionCost is { } cost ? cost : default(Value));
        options.SetUnlessNull("maxPending", maxPending is { } pending ? pending : default(Value));
        options.SetUnlessNull("index", index is null ? default(Value) : ListValue.Of([.. index.Select(path => (Value)path)]));
        return this;
    }

    /// <summary>The language of expressions that name none; CEL unless set.</summary>
    public MachineBuilder<TContext> ExpressionLanguage(string language) => Set("@exprLang", language);
}
