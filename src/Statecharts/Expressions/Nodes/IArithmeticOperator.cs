using Stator.Statecharts.Data;

namespace Stator.Statecharts.Expressions;

/// <summary>What <c>+ - * / %</c> do, by the kinds of their operands.</summary>
internal interface IArithmeticOperator
{
    static abstract string Symbol { get; }

    /// <summary>Computes on ints. False where there is no result that is an int.</summary>
    static abstract bool TryInts(long left, long right, out long result);

    /// <summary>Computes on two doubles, or on a double and an int.</summary>
    static abstract Value Doubles(Node at, double left, double right);

    /// <summary>Computes on anything else that is not an error.</summary>
    static abstract Value Others(Node at, EvaluationScope scope, Value left, Value right);
}
