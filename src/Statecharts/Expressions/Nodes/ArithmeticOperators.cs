using Stator.Statecharts.Data;

namespace Stator.Statecharts.Expressions;

/// <summary><c>-</c> on numbers and times.</summary>
internal readonly struct Subtraction : IArithmeticOperator
{
    public static string Symbol => "-";

    public static bool TryInts(long left, long right, out long result)
    {
        result = unchecked(left - right);
        return ((left ^ right) & (left ^ result)) >= 0;
    }

    public static Value Doubles(Node at, double left, double right) => left - right;

    public static Value Others(Node at, EvaluationScope scope, Value left, Value right) => (left.Kind, right.Kind) switch
    {
        (ValueKind.Timestamp, ValueKind.Timestamp) => left.AsTimestamp - right.AsTimestamp,
        (ValueKind.Timestamp, ValueKind.Duration) => TimeRange.Timestamp(at, left.AsTimestamp.Ticks - (Int128)right.AsDuration.Ticks),
        (ValueKind.Duration, ValueKind.Duration) => TimeRange.Duration(at, left.AsDuration.Ticks - (Int128)right.AsDuration.Ticks),
        _ => at.Mismatch(Symbol, left, right),
    };
}

/// <summary><c>*</c> on numbers.</summary>
internal readonly struct Multiplication : IArithmeticOperator
{
    public static string Symbol => "*";

    public static bool TryInts(long left, long right, out long result)
    {
        var high = Math.BigMul(left, right, out result);
        return high == result >> 63;
    }

    public static Value Doubles(Node at, double left, double right) => left * right;

    public static Value Others(Node at, EvaluationScope scope, Value left, Value right) => at.Mismatch(Symbol, left, right);
}

/// <summary><c>/</c> on numbers; ints are cut towards zero.</summary>
internal readonly struct Division : IArithmeticOperator
{
    public static string Symbol => "/";

    public static bool TryInts(long left, long right, out long result)
    {
        var isDefined = right != 0 && (right != -1 || left != long.MinValue);
        result = isDefined ? left / right : 0;
        return isDefined;
    }

    public static Value Doubles(Node at, double left, double right) => left / right;

    public static Value Others(Node at, EvaluationScope scope, Value left, Value right) => at.Mismatch(Symbol, left, right);
}

/// <summary><c>%</c> on ints; the sign is the left operand's.</summary>
internal readonly struct Modulus : IArithmeticOperator
{
    public static string Symbol => "%";

    public static bool TryInts(long left, long right, out long result)
    {
        var isDefined = right != 0 && (right != -1 || left != long.MinValue);
        result = isDefined ? left % right : 0;
        return isDefined;
    }

    public static Value Doubles(Node at, double left, double right) => at.Fail("% takes ints only");

    public static Value Others(Node at, EvaluationScope scope, Value left, Value right) => at.Mismatch(Symbol, left, right);
}
