using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Stator.Statecharts.Parsing;

/// <summary>Collects what is wrong with one document.</summary>
internal sealed class Diagnostics(ParseOptions options)
{
    /// <summary>A message quotes the document, and the document may hold a name of megabytes.</summary>
    private const int MaxTextLength = 600;

    private readonly int _limit = Math.Max(1, options.MaxDiagnostics);
    private readonly List<Diagnostic> _errors = [];
    private readonly List<Diagnostic> _warnings = [];
    private int _dropped;

    public bool HasErrors => _errors.Count > 0;

    /// <summary>Whether one more error would only be counted: then it need not be worded well.</summary>
    public bool IsFull => _errors.Count >= _limit;

    public void Error(string code, Place place, string message, string remedy) =>
        Add(_errors, code, DiagnosticSeverity.Error, place, message, remedy);

    public void Warning(string code, Place place, string message, string remedy) =>
        Add(_warnings, code, DiagnosticSeverity.Warning, place, message, remedy);

    /// <summary>In the order of the document; where there is not room for all, errors go before warnings.</summary>
    public ImmutableArray<Diagnostic> ToImmutable()
    {
        var shown = _errors.Concat(_warnings).Take(_limit).OrderBy(d => d.Place.Line).ThenBy(d => d.Place.Column).ToList();
        var hidden = _dropped + _errors.Count + _warnings.Count - shown.Count;
        if (hidden > 0)
        {
            shown.Add(new(
                DiagnosticCode.TooMany, DiagnosticSeverity.Warning, $"{hidden} more {(hidden == 1 ? "diagnostic is" : "diagnostics are")} not shown",
                "Mend the ones above first.", default));
        }

        return [.. shown];
    }

    private void Add(List<Diagnostic> to, string code, DiagnosticSeverity severity, Place place, string message, string remedy)
    {
        if (to.Count < _limit)
        {
            to.Add(new(code, severity, OneLine(message).TrimEnd('.'), Sentence(OneLine(remedy)), place));
        }
        else
        {
            _dropped++;
        }
    }

    private static string Sentence(string text) => text.Length == 0
        ? text
        : char.ToUpperInvariant(text[0]) + text[1..] + (text[^1] is '.' or '?' or '…' ? "" : ".");

    /// <summary>No line break or terminal code of the document may get into a report, and no text without end.</summary>
    private static string OneLine(string text)
    {
        if (text.Length > MaxTextLength)
        {
            var end = char.IsHighSurrogate(text[MaxTextLength - 1]) ? MaxTextLength - 1 : MaxTextLength;
            text = text[..end] + "…";
        }

        if (!text.Any(IsUnprintable))
        {
            return text;
        }

        var escaped = new StringBuilder();
        foreach (var c in text)
        {
            escaped.Append(IsUnprintable(c) ? string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}") : c.ToString());
        }

        return escaped.ToString();
    }

    /// <summary>Control characters, and the marks that reorder or break lines.</summary>
    private static bool IsUnprintable(char c) => char.IsControl(c) || c is >= '\u2028' and <= '\u202E' or >= '\u2066' and <= '\u2069';
}
