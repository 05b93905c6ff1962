using Stator.Statecharts.Data;

namespace Stator.Statecharts.Schemas.Keywords;

/// <summary><c>minimum</c>, <c>maximum</c> and their exclusive forms.</summary>
/// <param name="bound">The number on the border.</param>
/// <param name="side">1 where numbers above the bound fit, -1 where numbers below it do.</param>
/// <param name="isExclusive">Whether the bound itself does not fit.</param>
internal sealed class BoundKeyword(Value bound, int side, bool isExclusive) : SchemaKeyword
{
    public static IEnumerable<BoundKeyword> Read(SchemaSource source)
    {
        foreach (var (keyword, side, isExclusive) in new[]
        {
            ("minimum", 1, false), ("maximum", -1, false), ("exclusiveMinimum", 1, true), ("exclusiveMaximum", -1, true),
        })
        {
            if (source.Number(keyword) is { } bound)
            {
                yield return new(bound, side, isExclusive);
            }
        }
    }

    public override void Check(Value value, SchemaCheck check)
    {
        if (!Numbers.IsNumber(value))
        {
            return;
        }

        var order = Numbers.Compare(value, bound) * side;
        if (order < 0 || (order == 0 && isExclusive))
        {
            check.Report($"must be {Say()} {bound}, but is {SchemaWords.Describe(value)}");
        }
    }

    private string Say() => (side, isExclusive) switch
    {
        (1, false) => "at least",
        (1, true) => "more than",
        (_, false) => "at most",
        _ => "less than",
    };
}
