using System.Runtime.CompilerServices;
using Stator.Statecharts.Data;

namespace Stator.Statecharts.Expressions;

/// <summary>
/// One node of a parsed expression. Nodes are immutable but for their caches, which any thread may replace. Each charges 1 for itself
/// whenever it is evaluated, and more where its work grows with the data.
/// </summary>
internal abstract class Node
{
    protected Node(SourceSpan span, params ReadOnlySpan<Node> parts)
    {
        Span = span;
        HasOnlyLiterals = true;
        foreach (var part in parts)
        {
            Height = Math.Max(Height, part.Height + 1);
            HasOnlyLiterals &= part is LiteralNode;
        }
    }

    public SourceSpan Span { get; }

    /// <summary>How many levels of nodes are below; bounds the stack that an evaluation needs.</summary>
    public int Height { get; }

    /// <summary>Every part is a literal, so the value may be known at once.</summary>
    public bool HasOnlyLiterals { get; }

    public abstract Value Evaluate(EvaluationScope scope);

    /// <summary>The value of an evaluation that failed here.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public Value Fail(string message) => Value.Of(new EvaluationError(message, false, Span.Offset, Span.Text));

    /// <summary>The value of an evaluation that reached the cost limit here.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public Value Exhausted() => Value.Of(new EvaluationError("the evaluation costs more than the limit allows", true, Span.Offset, Span.Text));

    /// <summary>The value of an operation whose operands do not fit: the operand's own failure, or else a failure here.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public Value Mismatch(string operation, Value first, Value second)
    {
        if (first.IsError || second.IsError)
        {
            return first.IsError ? first : second;
        }

        return Fail($"{operation} does not take {KindNames.Of(first)} and {KindNames.Of(second)}");
    }

    /// <inheritdoc cref="Mismatch(string, Value, Value)"/>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public Value Mismatch(string operation, Value operand) =>
        operand.IsError ? operand : Fail($"{operation} does not take {KindNames.Of(operand)}");
}
