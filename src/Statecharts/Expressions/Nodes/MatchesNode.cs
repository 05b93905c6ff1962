using Stator.Statecharts.Data;

namespace Stator.Statecharts.Expressions;

/// <summary><c>text.matches(pattern)</c>: whether the pattern is found in the text. The pattern used last stays compiled.</summary>
internal sealed class MatchesNode(SourceSpan span, Node text, Node source, Pattern? literal) : Node(span, text, source)
{
    private readonly bool _isLiteral = literal is not null;
    private Pattern? _pattern = literal;

    public override Value Evaluate(EvaluationScope scope)
    {
        if (--scope.RemainingCost < 0)
        {
            return Exhausted();
        }

        var subject = text.Evaluate(scope);
        var rule = source.Evaluate(scope);
        if (subject.Reference is not string input || rule.Reference is not string wanted)
        {
            return Mismatch("matches()", subject, rule);
        }

        // Paid for even where it is still compiled: the cost must not depend on what this process evaluated before.
        if (!_isLiteral && !scope.Spend(Cost.OfPattern(wanted)))
        {
            return Exhausted();
        }

        var pattern = _pattern;
        if (pattern is null || pattern.Source != wanted)
        {
            if (!Pattern.TryCompile(wanted, out pattern, out var fault))
            {
                return source.Fail($"'{wanted}' is no usable pattern: {fault}");
            }

            _pattern = pattern;
        }

        return scope.Spend(Cost.OfMatch(input.Length, pattern.Size)) ? pattern.IsFoundIn(input) : Exhausted();
    }
}
