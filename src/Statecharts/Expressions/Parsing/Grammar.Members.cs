using System.Globalization;

namespace Stator.Statecharts.Expressions;

/// <content>The rules <c>Member</c> and <c>Primary</c>.</content>
internal sealed partial class Grammar
{
    private Node Member(Token? sign)
    {
        var start = sign?.Offset ?? _token.Offset;
        var node = Primary(sign);
        var path = new PathTracker(node);
        while (!_isBroken)
        {
            if (Take("."))
            {
                node = MemberOrMethod(start, node, path);
            }
            else if (Take("["))
            {
                path.Stop();
                var index = Expr();
                Expect("]", "close the index with ']'");
                node = Fold(new IndexNode(SpanFrom(start), node, index));
            }
            else
            {
                break;
            }
        }

        if (_token.Is("{") && node is SelectNode or VariableNode)
        {
            Break("an operator or the end was expected", "there are no message types; write a map: {'key': value}");
        }

        if (path.Path is { } found)
        {
            _paths.Add(found);
        }

        return node;
    }

    private Node MemberOrMethod(int start, Node target, PathTracker path)
    {
        var name = _token;
        if (name.Kind is not (TokenKind.Identifier or TokenKind.QuotedIdentifier))
        {
            Break("a name was expected behind '.'", "name a member, or use an index: x['key']");
            return target;
        }

        if (name.Kind == TokenKind.Identifier && Words.IsKeyword(name.Text))
        {
            Break("a name was expected behind '.'", $"'{name.Text}' is a keyword; use an index: x['{name.Text}']");
            return target;
        }

        Advance();
        if (name.Kind == TokenKind.Identifier && Take("("))
        {
            path.Stop();
            return Method(start, target, name);
        }

        path.Add(name.Text);
        return Build(SelectNode.Of(SpanFrom(start), target, name.Text));
    }

    private Node Primary(Token? sign)
    {
        var token = _token;
        switch (token.Kind)
        {
            case TokenKind.Number:
                Advance();
                return Number(token, sign);
            case TokenKind.String:
                Advance();
                return new LiteralNode(Span(token.Offset, token.Length), token.Text);
            case TokenKind.Identifier:
                return Identifier(isRooted: false);
        }

        if (Take("("))
        {
            var node = Expr();
            Expect(")", "close the parenthesis with ')'");
            return node;
        }

        if (Take("["))
        {
            return List(token.Offset);
        }

        if (Take("{"))
        {
            return Map(token.Offset);
        }

        if (Take("."))
        {
            return Identifier(isRooted: true);
        }

        Break("a value was expected", "write a literal, a variable, a call or an expression in parentheses");
        return new LiteralNode(Span(token.Offset, 0), default);
    }

    private LiteralNode Number(Token token, Token? sign)
    {
        var span = SpanFrom(sign?.Offset ?? token.Offset);
        var text = sign is null ? token.Text : "-" + token.Text;
        if (token.Text.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
        {
            var isHex = Int128.TryParse("0" + token.Text[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var magnitude);
            var value = sign is null ? magnitude : -magnitude;
            return isHex && token.Text.Length <= 18 && value >= long.MinValue && value <= long.MaxValue
                ? new(span, (long)value)
                : Reject($"{text} is out of the range of an int", "an int has 64 bits; write a double for larger numbers", span);
        }

        if (token.Text.AsSpan().IndexOfAny('.', 'e', 'E') < 0)
        {
            return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole)
                ? new(span, whole)
                : Reject("the number is out of the range of an int", $"an int has 64 bits; as a double it is written {text}.0", span);
        }

        var number = double.Parse(text, CultureInfo.InvariantCulture);
        return double.IsFinite(number)
            ? new(span, number)
            : Reject("the number is out of the range of a double", "the largest double is about 1.8e308", span);
    }

    private Node List(int start)
    {
        var items = new List<Node>();
        while (!_token.Is("]") && !_isBroken)
        {
            items.Add(Expr());
            if (!Take(","))
            {
                break;
            }
        }

        Expect("]", "separate items with ',' and close the list with ']'");
        return Fold(new ListNode(SpanFrom(start), [.. items]));
    }

    private Node Map(int start)
    {
        var (keys, values, names) = (new List<Node>(), new List<Node>(), new HashSet<string>(StringComparer.Ordinal));
        while (!_token.Is("}") && !_isBroken)
        {
            var key = Expr();
            Expect(":", "a map is written {'key': value}");
            values.Add(Expr());
            keys.Add(key);
            if (key is LiteralNode { Value.Reference: string name } && !names.Add(name) && !_isBroken)
            {
                Reject($"the key '{name}' stands twice in the map", "remove one of them", key.Span);
            }

            if (!Take(","))
            {
                break;
            }
        }

        Expect("}", "separate members with ',' and close the map with '}'");
        return Fold(new ObjectNode(SpanFrom(start), [.. keys], [.. values]));
    }
}
