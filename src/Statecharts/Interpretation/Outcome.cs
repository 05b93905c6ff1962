using Stator.Statecharts.Data;

namespace Stator.Statecharts.Interpretation;

/// <summary>How a service ended.</summary>
/// <param name="IsError">Whether it failed.</param>
/// <param name="Value">Its output, or its error.</param>
public readonly record struct Outcome(bool IsError, Value Value)
{
    /// <summary>It ended well.</summary>
    public static Outcome Done(Value output) => new(false, output);

    /// <summary>It failed. By custom an object with a <c>message</c>.</summary>
    public static Outcome Failed(Value error) => new(true, error);

    /// <summary>It failed, and this is why.</summary>
    public static Outcome Failed(string message) => new(true, ObjectValue.Of(("message", message)));
}
