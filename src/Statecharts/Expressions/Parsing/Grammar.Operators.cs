namespace Stator.Statecharts.Expressions;

/// <content>The rules from <c>Expr</c> down to <c>Unary</c>.</content>
internal sealed partial class Grammar
{
    private Node Expr()
    {
        if (++_nesting > MaxNesting)
        {
            BreakAt($"the expression nests deeper than {MaxNesting} levels", "split it over several assigns or guards", _token.Offset, _token.Length);
            _nesting--;
            return new LiteralNode(Span(_token.Offset, 0), default);
        }

        var start = _token.Offset;
        var node = ConditionalOr();
        if (Take("?"))
        {
            var whenTrue = ConditionalOr();
            Expect(":", "a conditional is written 'condition ? a : b'");
            var whenFalse = Expr();
            node = Build(new ConditionalNode(SpanFrom(start), node, whenTrue, whenFalse));
        }

        _nesting--;
        return node;
    }

    private Node ConditionalOr() => Chain("||", decisive: true, ConditionalAnd);

    private Node ConditionalAnd() => Chain("&&", decisive: false, Relation);

    private Node Chain(string symbol, bool decisive, Func<Node> operand)
    {
        var start = _token.Offset;
        var first = operand();
        if (!_token.Is(symbol))
        {
            return first;
        }

        List<Node> operands = [first];
        while (Take(symbol))
        {
            operands.Add(operand());
        }

        return Fold(new LogicalNode(SpanFrom(start), decisive, [.. operands]));
    }

    private Node Relation()
    {
        var start = _token.Offset;
        var left = Addition();
        while (_token.IsWord("in") || (_token.Kind == TokenKind.Symbol && _token.Text is "<" or "<=" or ">" or ">=" or "==" or "!="))
        {
            var symbol = _token.Text;
            Advance();
            var right = Addition();
            var span = SpanFrom(start);
            left = Fold(symbol switch
            {
                "in" => new InNode(span, left, right),
                "==" or "!=" => new EqualityNode(span, symbol == "==", left, right),
                _ => new ComparisonNode(span, symbol, left, right),
            });
        }

        return left;
    }

    private Node Addition()
    {
        var start = _token.Offset;
        var left = Multiplication();
        while (_token.Is("+") || _token.Is("-"))
        {
            var symbol = _token.Text;
            Advance();
            var right = Multiplication();
            var span = SpanFrom(start);
            left = Fold(symbol == "+" ? new ArithmeticNode<Addition>(span, left, right) : new ArithmeticNode<Subtraction>(span, left, right));
        }

        return left;
    }

    private Node Multiplication()
    {
        var start = _token.Offset;
        var left = Unary();
        while (_token.Is("*") || _token.Is("/") || _token.Is("%"))
        {
            var symbol = _token.Text;
            Advance();
            var right = Unary();
            var span = SpanFrom(start);
            left = Fold(symbol switch
            {
                "*" => new ArithmeticNode<Multiplication>(span, left, right),
                "/" => new ArithmeticNode<Division>(span, left, right),
                _ => new ArithmeticNode<Modulus>(span, left, right),
            });
        }

        return left;
    }

    private Node Unary()
    {
        // A loop and no recursion: a row of these nests as deep as the text is long.
        var operators = new Stack<Token>();
        while (_token.Is("!") || _token.Is("-"))
        {
            operators.Push(_token);
            Advance();
        }

        // The least int has no positive counterpart, so its sign belongs to the literal.
        var isNegativeNumber = _token.Kind == TokenKind.Number && operators.TryPeek(out var last) && last.Is("-");
        var node = isNegativeNumber ? Member(operators.Pop()) : Member(sign: null);
        while (operators.TryPop(out var symbol))
        {
            var span = SpanFrom(symbol.Offset);
            node = Fold(symbol.Is("!") ? new NotNode(span, node) : new NegateNode(span, node));
        }

        return node;
    }
}
