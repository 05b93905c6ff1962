using System.Collections.Immutable;
using Stator.Statecharts.Data;

namespace Stator.Statecharts.Expressions;

/// <summary>
/// An expression in CEL (cel.dev), parsed once and evaluated many times. It has no side effects, always ends, and may be shared
/// between threads.
/// </summary>
public sealed class Expression
{
    private readonly Node _root;
    private readonly int _localCount;

    internal Expression(string source, Node root, int localCount, ImmutableArray<StateReference> stateReferences, ImmutableArray<MemberPath> paths)
    {
        Source = source;
        _root = root;
        _localCount = localCount;
        StateReferences = stateReferences;
        Paths = paths;
    }

    /// <summary>The text of the expression.</summary>
    public string Source { get; }

    /// <summary>The states that <c>inState(…)</c> names in the text itself.</summary>
    internal ImmutableArray<StateReference> StateReferences { get; }

    /// <summary>The member paths that start at a variable.</summary>
    internal ImmutableArray<MemberPath> Paths { get; }

    /// <inheritdoc/>
    public override string ToString() => Source;

    /// <summary>An expression of another language, already compiled.</summary>
    internal static Expression Foreign(string source, Func<ExpressionCall, Value> evaluate) =>
        new(source, new ForeignNode(evaluate, new SourceSpan(source, 0, source.Length)), 0, [], []);

    /// <summary>The value of the expression. It never throws for bad data: what failed comes back as a value of kind error.</summary>
    internal Value Evaluate(EvaluationScope scope)
    {
        if (scope.Locals.Length < _localCount)
        {
            scope.Locals = new Value[_localCount];
        }

        return _root.Evaluate(scope);
    }
}
