using System.Runtime.CompilerServices;
using Stator.Statecharts.Data;

namespace Stator.Statecharts.Authoring;

/// <summary>Makes guards, and combines them.</summary>
/// <typeparam name="TContext">The context.</typeparam>
public sealed class ConditionBuilder<TContext>
{
    private readonly InlineLogic _inline;

    internal ConditionBuilder(InlineLogic inline) => _inline = inline;

    /// <summary>An expression in CEL.</summary>
    public Value Cel(string expression) => Expr.Cel(expression);

    /// <summary>A guard by name: of the machine's own <c>guards</c>, or bound to code.</summary>
    public Value Named(string name, object? parameters = null) => Expr.Named(name, parameters);

    /// <summary>All hold.</summary>
    public Value And(params ReadOnlySpan<Value> guards) => Combined("and", guards);

    /// <summary>One holds.</summary>
    public Value Or(params ReadOnlySpan<Value> guards) => Combined("or", guards);

    /// <summary>It does not hold.</summary>
    public Value Not(Value guard) => Combined("not", [guard]);

    /// <summary>A state is active: <c>#id</c>, or a path of keys from the root.</summary>
    public Value StateIn(string state) => ObjectValue.Of(("type", "stateIn"), ("state", state));

    /// <summary>A lambda.</summary>
    public Value Of(Func<TContext, Event, bool> guard, [CallerArgumentExpression(nameof(guard))] string? source = null)
    {
        var name = _inline.Name("guard", source);
        _inline.Logic.Guard(name, call => guard(call.ContextAs<TContext>(), call.Event));
        return name;
    }

    private static Value Combined(string type, ReadOnlySpan<Value> guards) => ObjectValue.Of(("type", type), ("guards", ListValue.Of(guards)));
}
