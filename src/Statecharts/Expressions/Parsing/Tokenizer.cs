using System.Buffers;

namespace Stator.Statecharts.Expressions;

/// <summary>Cuts the text of an expression into tokens. After a problem there are no more of them: the text reads as if it ended there.</summary>
internal sealed class Tokenizer(string source)
{
    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("_abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");

    private static readonly string[] Symbols =
        ["<=", ">=", "==", "!=", "&&", "||", "<", ">", "!", "+", "-", "*", "/", "%", "?", ":", ".", ",", "(", ")", "[", "]", "{", "}"];

    private int _position;

    /// <summary>Why there are no more tokens, where it is not that the text is at its end.</summary>
    public ExpressionProblem? Problem { get; private set; }

    public Token Next()
    {
        SkipSpaceAndComments();
        if (Problem is not null || _position == source.Length)
        {
            return new(TokenKind.End, _position, 0, "");
        }

        var c = source[_position];
        var literal = new StringLiteralReader(source, _position);
        return literal.IsAtLiteral ? ReadString(literal)
            : IsNameStart(c) ? Take(TokenKind.Identifier, LengthOf(NameCharacters))
            : char.IsAsciiDigit(c) || (c == '.' && char.IsAsciiDigit(At(1))) ? ReadNumber()
            : c == '`' ? ReadQuotedIdentifier()
            : ReadSymbol();
    }

    private void SkipSpaceAndComments()
    {
        while (_position < source.Length)
        {
            if (source[_position] is ' ' or '\t' or '\n' or '\f' or '\r')
            {
                _position++;
            }
            else if (source[_position] == '/' && At(1) == '/')
            {
                var end = source.IndexOf('\n', _position);
                _position = end < 0 ? source.Length : end + 1;
            }
            else
            {
                return;
            }
        }
    }

    private Token ReadString(StringLiteralReader literal)
    {
        var problem = literal.Read();
        return problem is null ? Take(TokenKind.String, literal.Length, literal.Text) : Stop(problem);
    }

    private Token ReadNumber()
    {
        var length = NumberLength();
        var after = At(length);
        if (after is 'u' or 'U')
        {
            var number = source.Substring(_position, length);
            return Stop(new("unsigned integers are not supported", $"leave out the '{after}': {number}", _position, length + 1));
        }

        return IsNameStart(after) || char.IsAsciiDigit(after)
            ? Stop(new($"'{source.Substring(_position, length + 1)}' is no number", "put a space or an operator behind the number", _position, length + 1))
            : Take(TokenKind.Number, length);
    }

    private int NumberLength()
    {
        if (source[_position] == '0' && At(1) is 'x' or 'X' && char.IsAsciiHexDigit(At(2)))
        {
            return Digits(2, char.IsAsciiHexDigit);
        }

        var length = Digits(0, char.IsAsciiDigit);
        if (At(length) == '.' && char.IsAsciiDigit(At(length + 1)))
        {
            length = Digits(length + 1, char.IsAsciiDigit);
        }

        if (At(length) is 'e' or 'E')
        {
            var digits = length + (At(length + 1) is '+' or '-' ? 2 : 1);
            length = char.IsAsciiDigit(At(digits)) ? Digits(digits, char.IsAsciiDigit) : length;
        }

        return length;
    }

    private int Digits(int from, Func<char, bool> isDigit)
    {
        while (isDigit(At(from)))
        {
            from++;
        }

        return from;
    }

    private Token ReadQuotedIdentifier()
    {
        var end = source.IndexOf('`', _position + 1);
        return end > _position + 1
            ? Take(TokenKind.QuotedIdentifier, end + 1 - _position, source[(_position + 1)..end])
            : Stop(new("a name in backquotes has no end", "close it with `", _position, source.Length - _position));
    }

    private Token ReadSymbol()
    {
        foreach (var symbol in Symbols)
        {
            if (source.AsSpan(_position).StartsWith(symbol, StringComparison.Ordinal))
            {
                return Take(TokenKind.Symbol, symbol.Length);
            }
        }

        var remedy = source[_position] switch
        {
            '=' => "compare with '=='; an expression assigns nothing",
            '&' => "write '&&'",
            '|' => "write '||'",
            '#' or '@' or '$' => "a name starts with a letter or '_'",
            _ => "remove it, or put it in quotes",
        };
        var length = char.IsSurrogatePair(source[_position], At(1)) ? 2 : 1;
        return Stop(new($"'{source.Substring(_position, length)}' has no meaning here", remedy, _position, length));
    }

    private Token Take(TokenKind kind, int length, string? text = null)
    {
        var token = new Token(kind, _position, length, text ?? source.Substring(_position, length));
        _position += length;
        return token;
    }

    private Token Stop(ExpressionProblem problem)
    {
        Problem = problem;
        return new(TokenKind.End, problem.Offset, 0, "");
    }

    private char At(int ahead) => _position + ahead < source.Length ? source[_position + ahead] : '\0';

    private int LengthOf(SearchValues<char> characters)
    {
        var length = source.AsSpan(_position).IndexOfAnyExcept(characters);
        return length < 0 ? source.Length - _position : length;
    }

    private static bool IsNameStart(char c) => char.IsAsciiLetter(c) || c == '_';
}
