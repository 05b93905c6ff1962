using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace Stator.Statecharts.Expressions;

/// <summary>A compiled pattern. A match takes time in proportion to the text, though for a large pattern much of it.</summary>
internal sealed class Pattern
{
    private readonly Regex _regex;

    private Pattern(string source, Regex regex, int size)
    {
        Source = source;
        Size = size;
        _regex = regex;
    }

    public string Source { get; }

    /// <summary>How many characters and classes it has once its counted repetitions are written out.</summary>
    public int Size { get; }

    public bool IsFoundIn(string text) => _regex.IsMatch(text);

    public static bool TryCompile(string source, [NotNullWhen(true)] out Pattern? pattern, [NotNullWhen(false)] out string? fault)
    {
        pattern = null;
        var translation = new RegexTranslation(source);
        fault = translation.Translate();
        if (fault is not null)
        {
            return false;
        }

        try
        {
            pattern = new(source, new(translation.Result, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant), translation.Size);
            return true;
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            fault = e is RegexParseException parse ? parse.Error.ToString() : "it uses what cannot be matched without backtracking";
            return false;
        }
    }
}
