using Stator.Statecharts.Data;

namespace Stator.Statecharts.Authoring;

/// <summary>What may stand in a machine document in place of a plain value.</summary>
public static class Expr
{
    /// <summary>An expression in CEL, computed each time: <c>Expr.Cel("context.n + 1")</c>. It may stand wherever a value may, also inside an object.</summary>
    public static Value Cel(string expression)
    {
        ArgumentException.ThrowIfNullOrEmpty(expression);
        return ObjectValue.Of(("@expr", expression));
    }

    /// <summary>An expression in another language, one of those in <see cref="Parsing.ParseOptions.Languages"/>.</summary>
    public static Value In(string language, string expression)
    {
        ArgumentException.ThrowIfNullOrEmpty(language);
        ArgumentException.ThrowIfNullOrEmpty(expression);
        return ObjectValue.Of(("@expr", expression), ("@lang", language));
    }

    /// <summary>An event whose members may hold expressions.</summary>
    public static Value Event(string type, object? payload = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(type);
        var members = TypedValues.From(payload);
        return members.IsNull ? ObjectValue.Of(("type", type))
            : members.Kind == ValueKind.Object ? ObjectValue.Of(("type", type)).Merge(members.AsObject).With("type", type)
            : throw new ArgumentException($"The payload of '{type}' is {members}; it must be an object, whose members become those of the event.", nameof(payload));
    }

    /// <summary>A name, alone or with params.</summary>
    internal static Value Named(string name, object? parameters)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return parameters is null ? name : ObjectValue.Of(("type", name), ("params", TypedValues.From(parameters)));
    }

    /// <summary>A delay: whole milliseconds, rounded up.</summary>
    internal static Value Delay(TimeSpan delay) => (long)Math.Ceiling(delay.TotalMilliseconds);

    internal static Value Delay(TimeSpan? delay) => delay is { } known ? Delay(known) : default;

    /// <summary>A delay that was given as a value; a duration is written as milliseconds.</summary>
    internal static Value Delay(Value delay) => delay.Kind == ValueKind.Duration ? Delay(delay.AsDuration) : delay;
}
