using System.Globalization;
using System.Text.RegularExpressions;

namespace Stator.Statecharts.Parsing;

/// <summary>ISO 8601 durations such as <c>PT30S</c> and <c>P1DT2H</c>. A year is 365 days and a month 30, as a duration has no calendar.</summary>
internal static partial class IsoDuration
{
    public static bool TryParse(string text, out long durationMs)
    {
        durationMs = 0;
        if (text.Length > 64 || Pattern().Match(text) is not { Success: true } match || match.Groups.Count < 2 || text[^1] is 'P' or 'T')
        {
            return false;
        }

        ReadOnlySpan<(string Name, decimal Ms)> units =
        [
            ("y", 365m * 86_400_000), ("mo", 30m * 86_400_000), ("w", 7m * 86_400_000), ("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1000),
        ];
        var total = 0m;
        foreach (var (name, ms) in units)
        {
            if (match.Groups[name].Success)
            {
                if (match.Groups[name].Length > 15)
                {
                    return false;
                }

                total += decimal.Parse(match.Groups[name].ValueSpan, CultureInfo.InvariantCulture) * ms;
            }
        }

        if (total > Interpretation.Delays.MaxMs)
        {
            return false;
        }

        durationMs = (long)Math.Ceiling(total);
        return true;
    }

    [GeneratedRegex(@"^P(?:(?<y>\d+)Y)?(?:(?<mo>\d+)M)?(?:(?<w>\d+)W)?(?:(?<d>\d+(?:\.\d+)?)D)?(?:T(?:(?<h>\d+(?:\.\d+)?)H)?(?:(?<m>\d+(?:\.\d+)?)M)?(?:(?<s>\d+(?:\.\d+)?)S)?)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
