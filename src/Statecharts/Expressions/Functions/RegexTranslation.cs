using System.Globalization;
using System.Text;

namespace Stator.Statecharts.Expressions;

/// <summary>
/// Translates a pattern from RE2 into the runtime's syntax where the two differ: classes such as <c>\d</c> are ASCII, <c>$</c> is the
/// very end, named groups are <c>(?P&lt;name&gt;…)</c>. It also bounds counted repetitions, which would otherwise multiply into an
/// automaton of any size.
/// </summary>
internal sealed class RegexTranslation(string pattern)
{
    private const int MaxRepetition = 1000;
    private const int MaxSize = 1000;

    private readonly StringBuilder _result = new(pattern.Length + 8);
    private readonly Stack<long> _groups = new();
    private long _groupSize;
    private long _atomSize;
    private int _position;
    private string? _fault;

    /// <summary>The pattern in the runtime's syntax.</summary>
    public string Result => _result.ToString();

    /// <summary>How many characters and classes it has once its counted repetitions are written out.</summary>
    public int Size => (int)Math.Min(_groupSize, int.MaxValue);

    /// <summary>Translates. Returns what is wrong with the pattern.</summary>
    public string? Translate()
    {
        while (_position < pattern.Length && _fault is null)
        {
            TranslateNext();
            _fault ??= _groupSize > MaxSize ? "it is too large" : null;
        }

        return _fault;
    }

    private void TranslateNext()
    {
        switch (pattern[_position])
        {
            case '\\':
                Escape();
                Atom(1);
                break;
            case '[':
                _fault = RegexClass.Translate(pattern, ref _position, _result);
                Atom(1);
                break;
            case '(':
                OpenGroup();
                break;
            case ')':
                var inner = _groupSize;
                _groupSize = _groups.TryPop(out var outer) ? outer : 0;
                Copy(1);
                Atom(inner);
                break;
            case '{':
                Repetition();
                break;
            case '$' when !pattern.Contains("(?", StringComparison.Ordinal) || !HasMultilineFlag():
                Append("\\z", 1);
                break;
            case '#' or ' ':
                Append("\\" + pattern[_position], 1);
                Atom(1);
                break;
            default:
                Copy(1);
                Atom(1);
                break;
        }
    }

    private void Escape()
    {
        var c = _position + 1 < pattern.Length ? pattern[_position + 1] : '\0';
        switch (c)
        {
            case 'd' or 'w' or 's':
                Append($"[{RegexClass.Ascii(c)}]", 2);
                break;
            case 'D' or 'W' or 'S':
                Append($"[^{RegexClass.Ascii(char.ToLowerInvariant(c))}]", 2);
                break;
            case 'p' or 'P' when _position + 2 < pattern.Length && pattern[_position + 2] != '{':
                Append($"\\{c}{{{pattern[_position + 2]}}}", 3);
                break;
            case 'Q':
                Quoted();
                break;
            case >= '1' and <= '9' or 'k' or 'G' or 'Z' or 'C' or 'c' or 'e' or 'u' or '\0':
                _fault = $"'\\{(c == '\0' ? "" : c)}' has no meaning in RE2";
                break;
            default:
                Copy(2);
                break;
        }
    }

    /// <summary><c>\Q…\E</c>: no character in it has a meaning.</summary>
    private void Quoted()
    {
        var end = pattern.IndexOf("\\E", _position, StringComparison.Ordinal);
        var text = end < 0 ? pattern[(_position + 2)..] : pattern[(_position + 2)..end];
        foreach (var c in text)
        {
            _result.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            Atom(1);
        }

        _position = end < 0 ? pattern.Length : end + 2;
    }

    private void OpenGroup()
    {
        _groups.Push(_groupSize);
        _groupSize = 0;
        var rest = pattern.AsSpan(_position);
        if (rest.StartsWith("(?P<"))
        {
            Append("(?<", 4);
        }
        else if (rest is ['(', '?', not '<', ..] or ['(', '?', '<', '=' or '!', ..] or ['(', '?'])
        {
            Flags(rest[2..]);
        }
        else
        {
            Copy(1);
        }
    }

    /// <summary><c>(?i)</c> or <c>(?i:</c>; anything else here looks around or is not RE2 at all.</summary>
    private void Flags(ReadOnlySpan<char> rest)
    {
        var length = rest.IndexOfAnyExcept("ims-");
        if (length < 0 || rest[length] is not (':' or ')'))
        {
            _fault = $"'(?{rest[..Math.Min(2, rest.Length)]}' is not supported";
            return;
        }

        Copy(length + 3);
        if (rest[length] == ')')
        {
            _groupSize = _groups.Pop();
        }
    }

    private void Repetition()
    {
        var end = pattern.IndexOf('}', _position);
        var bounds = end < 0 ? [] : pattern[(_position + 1)..end].Split(',');
        if (bounds.Length is not (1 or 2) || !IsNumber(bounds[0]) || (bounds.Length == 2 && bounds[1].Length > 0 && !IsNumber(bounds[1])))
        {
            Append("\\{", 1);
            Atom(1);
            return;
        }

        var count = bounds.Max(bound => bound.Length == 0 ? 0 : bound.Length > 4 ? int.MaxValue : int.Parse(bound, CultureInfo.InvariantCulture));
        _fault = count > MaxRepetition ? $"a repetition may count to {MaxRepetition}" : null;
        _groupSize += _atomSize * Math.Max(0, count - 1);
        _atomSize *= Math.Max(1, count);
        Copy(end + 1 - _position);
    }

    private static bool IsNumber(string text) => text.Length > 0 && text.All(char.IsAsciiDigit);

    private bool HasMultilineFlag()
    {
        for (var i = pattern.IndexOf("(?", StringComparison.Ordinal); i >= 0; i = pattern.IndexOf("(?", i + 2, StringComparison.Ordinal))
        {
            var flags = pattern.AsSpan(i + 2);
            var length = flags.IndexOfAnyExcept("imsU");
            if (length > 0 && flags[..length].Contains('m'))
            {
                return true;
            }
        }

        return false;
    }

    private void Atom(long size)
    {
        _atomSize = size;
        _groupSize += size;
    }

    private void Copy(int length) => Append(pattern.Substring(_position, Math.Min(length, pattern.Length - _position)), length);

    private void Append(string text, int consumed)
    {
        _result.Append(text);
        _position += consumed;
    }
}
