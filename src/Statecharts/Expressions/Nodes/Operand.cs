using System.Runtime.CompilerServices;
using Stator.Statecharts.Data;

namespace Stator.Statecharts.Expressions;

/// <summary>A right operand. Most are literals, and a literal needs no virtual call.</summary>
internal readonly struct Operand(Node node)
{
    private readonly Node? _node = node is LiteralNode ? null : node;
    private readonly Value _literal = node is LiteralNode literal ? literal.Value : default;

    /// <summary>What the owner has to charge on the operand's behalf.</summary>
    public int Cost => _node is null ? 1 : 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Value Evaluate(EvaluationScope scope) => _node is null ? _literal : _node.Evaluate(scope);
}
