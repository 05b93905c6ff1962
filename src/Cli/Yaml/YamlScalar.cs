using System.Globalization;
using System.Text.RegularExpressions;
using Stator.Statecharts.Data;

namespace Stator.Cli.Yaml;

/// <summary>What a plain scalar stands for (YAML 1.2.2, section 10.3.2, the core schema).</summary>
internal static partial class YamlScalar
{
    /// <summary>Words that YAML 1.1 takes for truth values. They are text here; quoted, they are text to every reader.</summary>
    private static readonly HashSet<string> OldTruth = new(["y", "n", "yes", "no", "on", "off"], StringComparer.OrdinalIgnoreCase);

    /// <summary>The value of a scalar without quotes and tag; null where it is a number that JSON does not have.</summary>
    public static Value? Resolve(string text)
    {
        switch (text)
        {
            case "" or "~" or "null" or "Null" or "NULL":
                return Value.Null;
            case "true" or "True" or "TRUE":
                return true;
            case "false" or "False" or "FALSE":
                return false;
        }

        if (!MayBeNumber(text))
        {
            return text;
        }

        if (Radix(text, "0x", NumberStyles.HexNumber) is { } hex)
        {
            return hex;
        }

        if (Octal().IsMatch(text))
        {
            return Convert.ToInt64(text[2..], 8);
        }

        if (Integer().IsMatch(text) && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole))
        {
            return whole;
        }

        if (Float().IsMatch(text))
        {
            var number = double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
            return double.IsFinite(number) ? number : (Value?)null;
        }

        return NotANumber().IsMatch(text) ? (Value?)null : text;
    }

    /// <summary>Whether text may stand without quotes and still be text, to this reader and to those of YAML 1.1.</summary>
    public static bool IsTextWhenPlain(string text) =>
        Resolve(text) is { Kind: ValueKind.String } && !OldTruth.Contains(text) && !OldNumber().IsMatch(text) && text is not ("<<" or "=");

    private static bool MayBeNumber(string text) => text[0] is '+' or '-' or '.' or (>= '0' and <= '9');

    private static Value? Radix(string text, string prefix, NumberStyles style) =>
        text.StartsWith(prefix, StringComparison.Ordinal) && text.Length <= 17
        && long.TryParse(text.AsSpan(2), style, CultureInfo.InvariantCulture, out var number) ? number : null;

    [GeneratedRegex(@"^[-+]?[0-9]+\z")]
    private static partial Regex Integer();

    [GeneratedRegex(@"^0o[0-7]{1,20}\z")]
    private static partial Regex Octal();

    [GeneratedRegex(@"^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\z")]
    private static partial Regex Float();

    [GeneratedRegex(@"^([-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN))\z")]
    private static partial Regex NotANumber();

    /// <summary>Numbers with underscores or colons, and dates.</summary>
    [GeneratedRegex(@"^[-+]?[0-9][0-9_:.,-]*(T.*|Z)?\z")]
    private static partial Regex OldNumber();
}
