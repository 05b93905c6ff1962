namespace Stator.Statecharts.Data;

/// <summary>
/// How deep a value nests, and whether it is plain JSON all through. Expressions know times, durations and numbers that JSON does not;
/// in a snapshot they would come back as something else, so they are made plain before they become data.
/// </summary>
/// <remarks>The nesting is a positive number where all is plain, the negative one where something below is not.</remarks>
internal static class JsonNesting
{
    /// <summary>The deepest data that a context, event or output may hold.</summary>
    public const int Max = 100;

    /// <summary>Whether the value may become data as it is.</summary>
    public static bool IsPlain(in Value value) => Of(value) is >= 0 and <= Max;

    /// <summary>The value as data: times and durations as text. An error value where it nests too deep or a number is none in JSON.</summary>
    public static Value ToData(in Value value)
    {
        if (value.IsError || IsPlain(value))
        {
            return value;
        }

        if (Math.Abs(Of(value)) > Max)
        {
            return Value.Of(new EvaluationError($"the value nests deeper than {Max} levels"));
        }

        switch (value.Kind)
        {
            case ValueKind.Timestamp:
                return JsonText.Of(value.AsTimestamp);
            case ValueKind.Duration:
                return JsonText.Of(value.AsDuration);
            case ValueKind.Type:
                return value.AsTypeName!.Name;
            case ValueKind.Double:
                return Value.Of(new EvaluationError("the number is infinite or none, and cannot be stored"));
            case ValueKind.List:
                var items = Items(value.AsList.Span);
                return items.Error is null ? ListValue.Owning(items.Values) : Value.Of(items.Error);
            default:
                var members = Items(value.AsObject.Span);
                return members.Error is null ? new ObjectValue(value.AsObject.Shape, members.Values) : Value.Of(members.Error);
        }
    }

    public static int OfItems(ReadOnlySpan<Value> items)
    {
        var depth = 0;
        var isPlain = true;
        foreach (ref readonly var item in items)
        {
            var nesting = Of(item);
            isPlain &= nesting >= 0;
            depth = Math.Max(depth, Math.Abs(nesting));
        }

        return isPlain ? depth + 1 : -(depth + 1);
    }

    private static int Of(in Value value) => value.Kind switch
    {
        ValueKind.List => value.AsList.Nesting,
        ValueKind.Object => value.AsObject.Nesting,
        ValueKind.Timestamp or ValueKind.Duration or ValueKind.Type or ValueKind.Error => -1,
        ValueKind.Double when !double.IsFinite(value.AsDouble) => -1,
        _ => 0,
    };

    private static (Value[] Values, EvaluationError? Error) Items(ReadOnlySpan<Value> items)
    {
        var values = new Value[items.Length];
        for (var i = 0; i < items.Length; i++)
        {
            values[i] = ToData(items[i]);
            if (values[i].Error is { } error)
            {
                return (values, error);
            }
        }

        return (values, null);
    }
}
