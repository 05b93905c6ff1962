using Stator.Statecharts.Data;

namespace Stator.Statecharts.Expressions;

/// <summary>An expression language other than CEL. Its expressions must be pure: same input, same value.</summary>
public interface IExpressionLanguage
{
    /// <summary>Reads an expression once.</summary>
    /// <param name="source">Its text.</param>
    /// <returns>What evaluates it. May throw <see cref="FormatException"/>, whose message becomes the diagnostic.</returns>
    Func<ExpressionCall, Value> Compile(string source);
}

/// <summary>What an expression of a registered language sees. What its evaluation throws fails the expression.</summary>
/// <param name="Context">The context.</param>
/// <param name="Event">The event that is being handled.</param>
/// <param name="Input">The input, while the initial context is built.</param>
/// <param name="IsActive">Whether a state is active; null where there is no such state.</param>
public readonly record struct ExpressionCall(Value Context, Event Event, Value Input, Func<string, bool?> IsActive);
