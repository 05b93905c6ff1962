using Stator.Statecharts.Data;

namespace Stator.Statecharts.Expressions;

/// <summary><c>+</c> on numbers, strings, lists and times.</summary>
internal readonly struct Addition : IArithmeticOperator
{
    // Far below what the runtime can hold, so that even without a cost limit the answer is a failure and no exception.
    private const int MaxLength = 1 << 24;

    public static string Symbol => "+";

    public static bool TryInts(long left, long right, out long result)
    {
        result = unchecked(left + right);
        return ((left ^ result) & (right ^ result)) >= 0;
    }

    public static Value Doubles(Node at, double left, double right) => left + right;

    public static Value Others(Node at, EvaluationScope scope, Value left, Value right) => (left.Kind, right.Kind) switch
    {
        (ValueKind.String, ValueKind.String) => Join(at, scope, left.AsString, right.AsString),
        (ValueKind.List, ValueKind.List) => Join(at, scope, left.AsList, right.AsList),
        (ValueKind.Timestamp, ValueKind.Duration) => TimeRange.Timestamp(at, left.AsTimestamp.Ticks + (Int128)right.AsDuration.Ticks),
        (ValueKind.Duration, ValueKind.Timestamp) => TimeRange.Timestamp(at, right.AsTimestamp.Ticks + (Int128)left.AsDuration.Ticks),
        (ValueKind.Duration, ValueKind.Duration) => TimeRange.Duration(at, left.AsDuration.Ticks + (Int128)right.AsDuration.Ticks),
        _ => at.Mismatch(Symbol, left, right),
    };

    private static Value Join(Node at, EvaluationScope scope, string left, string right)
    {
        var length = left.Length + right.Length;
        if (!scope.Spend(Cost.OfText(length)))
        {
            return at.Exhausted();
        }

        return length <= MaxLength ? string.Concat(left, right) : at.Fail($"a string may be {MaxLength} characters long, not {length}");
    }

    private static Value Join(Node at, EvaluationScope scope, ListValue left, ListValue right)
    {
        var count = left.Count + right.Count;
        if (!scope.Spend(count))
        {
            return at.Exhausted();
        }

        return count <= MaxLength ? ListValue.Owning([.. left.Span, .. right.Span]) : at.Fail($"a list may have {MaxLength} items, not {count}");
    }
}
