using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Stator.Statecharts.Parsing;

namespace Stator.Cli.Simulation;

/// <summary>Lengths of time as people type and read them.</summary>
internal static partial class Lengths
{
    public const string Forms = "milliseconds (5000), a number with its unit (30s, 5m, 2h, 1d) or an ISO 8601 duration (PT30S)";

    private static readonly (string Unit, long Ms)[] Units = [("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1000), ("ms", 1)];

    /// <summary>Null where the text is none of <see cref="Forms"/>.</summary>
    public static TimeSpan? Parse(string text)
    {
        if (IsoDuration.TryParse(text, out var durationMs))
        {
            return TimeSpan.FromMilliseconds(durationMs);
        }

        if (Pattern().Match(text) is not { Success: true } match)
        {
            return null;
        }

        var unit = match.Groups["unit"].Value is { Length: > 0 } written ? written : "ms";
        var ms = decimal.Parse(match.Groups["count"].ValueSpan, CultureInfo.InvariantCulture) * Units.Single(u => u.Unit == unit).Ms;
        return TimeSpan.FromMilliseconds((long)Math.Ceiling(ms));
    }

    /// <summary>Largest units first: <c>1h 30m</c>.</summary>
    public static string Format(TimeSpan length)
    {
        var rest = (long)length.TotalMilliseconds;
        var text = new StringBuilder();
        foreach (var (unit, ms) in Units.Where(u => rest >= u.Ms))
        {
            if (rest >= ms)
            {
                text.Append(text.Length > 0 ? " " : "").Append(CultureInfo.InvariantCulture, $"{rest / ms}{unit}");
                rest %= ms;
            }
        }

        return text.Length == 0 ? "0s" : text.ToString();
    }

    [GeneratedRegex(@"^(?<count>\d{1,9}(\.\d{1,3})?|\d{10,12})(?<unit>ms|s|m|h|d)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
