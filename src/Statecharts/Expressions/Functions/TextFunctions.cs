using Stator.Statecharts.Data;

namespace Stator.Statecharts.Expressions;

/// <summary>Functions on strings, and <c>size</c>, which lists and maps share with them.</summary>
internal static class TextFunctions
{
    public static IEnumerable<Function> All { get; } =
    [
        new("size", CallStyle.Function | CallStyle.Method, 1, 1, Size),
        Of("startsWith", (_, part) => Cost.OfText(part.Length), (text, part) => text.StartsWith(part, StringComparison.Ordinal)),
        Of("endsWith", (_, part) => Cost.OfText(part.Length), (text, part) => text.EndsWith(part, StringComparison.Ordinal)),
        Of("contains", (text, part) => Cost.OfSearch(text.Length, part.Length), (text, part) => text.Contains(part, StringComparison.Ordinal)),
    ];

    private static Value Size(Node at, EvaluationScope scope, Value value, Value? none) => value.Reference switch
    {
        string text => scope.Spend(Cost.OfText(text.Length)) ? CodePoints.Count(text) : at.Exhausted(),
        ListValue list => list.Count,
        ObjectValue o => o.Count,
        _ => at.Mismatch("size()", value),
    };

    private static Function Of(string name, Func<string, string, long> cost, Func<string, string, bool> test) =>
        new(name, CallStyle.Method, 2, 2, (at, scope, first, second) =>
        {
            if (first.Reference is not string text || second!.Value.Reference is not string part)
            {
                return at.Mismatch(name + "()", first, second!.Value);
            }

            return scope.Spend(cost(text, part)) ? test(text, part) : at.Exhausted();
        });
}
