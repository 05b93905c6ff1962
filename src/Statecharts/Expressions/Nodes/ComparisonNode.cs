using System.Runtime.CompilerServices;
using Stator.Statecharts.Data;

namespace Stator.Statecharts.Expressions;

/// <summary><c>&lt; &lt;= &gt; &gt;=</c> on two numbers, or on two values of one ordered kind.</summary>
internal sealed class ComparisonNode(SourceSpan span, string symbol, Node left, Node right) : Node(span, left, right)
{
    private readonly Node _left = left;
    private readonly Operand _right = new(right);
    private readonly int _cost = 1 + new Operand(right).Cost;

    // One bit for each outcome that makes it true: less, equal, greater.
    private readonly int _accepted = symbol switch { "<" => 0b001, "<=" => 0b011, ">" => 0b100, _ => 0b110 };

    public override Value Evaluate(EvaluationScope scope)
    {
        if ((scope.RemainingCost -= _cost) < 0)
        {
            return Exhausted();
        }

        var left = _left.Evaluate(scope);
        var right = _right.Evaluate(scope);
        return left.IsInt && right.IsInt ? Accepts(left.AsInt.CompareTo(right.AsInt)) : Others(left, right, scope);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool Accepts(int sign) => ((_accepted >> (sign + 1)) & 1) != 0;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private Value Others(Value left, Value right, EvaluationScope scope)
    {
        switch (left.Kind, right.Kind)
        {
            case (ValueKind.Int or ValueKind.Double, ValueKind.Int or ValueKind.Double):
                var (a, b) = (left.AsDouble, right.AsDouble);
                return !double.IsNaN(a) && !double.IsNaN(b) && Accepts(a.CompareTo(b));
            case (ValueKind.String, ValueKind.String):
                var (text, other) = (left.AsString, right.AsString);
                return scope.Spend(Cost.OfText(Math.Min(text.Length, other.Length))) ? Accepts(CodePoints.Compare(text, other)) : Exhausted();
            case (ValueKind.Bool, ValueKind.Bool):
                return Accepts(left.AsBool.CompareTo(right.AsBool));
            case (ValueKind.Timestamp, ValueKind.Timestamp):
                return Accepts(left.AsTimestamp.CompareTo(right.AsTimestamp));
            case (ValueKind.Duration, ValueKind.Duration):
                return Accepts(left.AsDuration.CompareTo(right.AsDuration));
            default:
                return Mismatch(symbol, left, right);
        }
    }
}
