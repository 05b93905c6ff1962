using System.Globalization;
using System.Text;

namespace Stator.Statecharts.Expressions;

/// <summary>
/// Reads one string literal: <c>'…'</c> or <c>"…"</c> on one line, or tripled over several, with the prefix <c>r</c> without escapes.
/// </summary>
internal sealed class StringLiteralReader
{
    private readonly string _source;
    private readonly int _start;
    private readonly int _open;
    private readonly bool _isRaw;
    private readonly bool _isBytes;
    private readonly StringBuilder _text = new();
    private int _position;
    private ExpressionProblem? _problem;

    public StringLiteralReader(string source, int start)
    {
        (_source, _start, _open) = (source, start, start);
        while (_open < start + 2 && At(_open) is 'r' or 'R' or 'b' or 'B')
        {
            _isRaw |= At(_open) is 'r' or 'R';
            _isBytes |= At(_open) is 'b' or 'B';
            _open++;
        }

        IsAtLiteral = At(_open) is '\'' or '"';
    }

    /// <summary>Whether a literal starts at the place given.</summary>
    public bool IsAtLiteral { get; }

    /// <summary>How long the literal is, prefix and quotes included.</summary>
    public int Length => _position - _start;

    /// <summary>What it means.</summary>
    public string Text => _text.ToString();

    /// <summary>Reads it. Returns what is wrong with it.</summary>
    public ExpressionProblem? Read()
    {
        var quote = new string(At(_open), 1);
        var isTriple = string.CompareOrdinal(_source, _open, quote + quote + quote, 0, 3) == 0;
        quote = isTriple ? quote + quote + quote : quote;
        _position = _open + quote.Length;
        while (_problem is null && string.CompareOrdinal(_source, _position, quote, 0, quote.Length) != 0)
        {
            if (_position == _source.Length || (!isTriple && At(_position) is '\r' or '\n'))
            {
                var remedy = isTriple || _position == _source.Length ? $"close it with {quote}" : "write a line break as \\n, or use three quotes";
                return new("the string has no end", remedy, _start, _position - _start);
            }

            ReadCharacter();
        }

        _position += quote.Length;
        return _isBytes ? new("bytes are not supported", "write a string without the prefix 'b'", _start, 1) : _problem;
    }

    private void ReadCharacter()
    {
        if (At(_position) == '\\' && !_isRaw)
        {
            ReadEscape();
            return;
        }

        _text.Append(At(_position++));
    }

    private void ReadEscape()
    {
        var c = At(_position + 1);
        switch (c)
        {
            case 'x' or 'X':
                ReadCode(2, 2, 16);
                break;
            case 'u':
                ReadCode(2, 4, 16);
                break;
            case 'U':
                ReadCode(2, 8, 16);
                break;
            case >= '0' and <= '3':
                ReadCode(1, 3, 8);
                break;
            default:
                ReadNamedEscape(c);
                break;
        }
    }

    private void ReadNamedEscape(char name)
    {
        const string Names = "abfnrtv\\?\"'`";
        const string Meanings = "\a\b\f\n\r\t\v\\?\"'`";
        var index = Names.IndexOf(name, StringComparison.Ordinal);
        if (index < 0 || name == '\0')
        {
            Reject(2, "write '\\\\' for a backslash, or the prefix r before the string");
            return;
        }

        _text.Append(Meanings[index]);
        _position += 2;
    }

    /// <summary>Reads a code point written in digits.</summary>
    private void ReadCode(int prefix, int digits, int radix)
    {
        var code = 0;
        for (var i = 0; i < digits; i++)
        {
            var c = At(_position + prefix + i);
            var digit = char.IsAsciiHexDigit(c) ? int.Parse([c], NumberStyles.HexNumber, CultureInfo.InvariantCulture) : radix;
            if (digit >= radix)
            {
                Reject(prefix + i, $"this escape needs {digits} {(radix == 8 ? "octal" : "hexadecimal")} digits");
                return;
            }

            code = unchecked((code * radix) + digit);
        }

        if (!Rune.IsValid(code))
        {
            Reject(prefix + digits, "there is no such code point; surrogates are none: write \\U and 8 digits");
            return;
        }

        _text.Append(new Rune(code).ToString());
        _position += prefix + digits;
    }

    private void Reject(int length, string remedy)
    {
        length = Math.Min(length, _source.Length - _position);
        _problem = new($"'{_source.Substring(_position, length)}' is no escape sequence", remedy, _position, length);
    }

    private char At(int position) => position < _source.Length ? _source[position] : '\0';
}
