namespace Stator.Statecharts.Expressions;

/// <content>The macros: calls whose arguments are not values.</content>
internal sealed partial class Grammar
{
    private Node Has(Token name)
    {
        var pathsBefore = _paths.Count;
        var argument = Expr();
        Expect(")", "has() takes one member: has(x.y)");
        var span = SpanFrom(name.Offset);
        if (_isBroken)
        {
            return argument;
        }

        if (argument is not SelectNode select)
        {
            return Reject("has() takes a member", "write has(x.y); for a key that is computed write key in x", argument.Span);
        }

        // The path of the argument itself, where it is one, was found last.
        if (_paths.Count > pathsBefore && _paths[^1].Members.Length == PathLength(select))
        {
            _paths[^1] = _paths[^1] with { IsHas = true };
        }

        return Build(new HasNode(span, select.Target, select.Name));
    }

    /// <summary>How many members a node names behind a variable; 0 where it starts at something else.</summary>
    private static int PathLength(Node node)
    {
        var length = 0;
        for (; node is SelectNode select; node = select.Target)
        {
            length++;
        }

        return node is VariableNode ? length : 0;
    }

    private Node Macro(int start, Node range, Token name)
    {
        var variable = _token;
        if (variable.Kind != TokenKind.Identifier || Words.IsKeyword(variable.Text) || Words.IsReserved(variable.Text))
        {
            Break($"{name.Text}() needs the name of a variable first", $"write list.{name.Text}(x, …)");
            return range;
        }

        Advance();
        Expect(",", $"write list.{name.Text}(x, …)");
        var slot = _locals.Count;
        _locals.Add(variable.Text);
        _localCount = Math.Max(_localCount, _locals.Count);
        var body = Arguments();
        _locals.RemoveAt(slot);

        var span = SpanFrom(start);
        var maxArguments = name.Text == "map" ? 2 : 1;
        if (!_isBroken && (body.Count == 0 || body.Count > maxArguments))
        {
            return RejectCount(name.Text, body.Count + 1, 2, maxArguments + 1, span);
        }

        return _isBroken ? range : Build(name.Text switch
        {
            "all" => new QuantifierNode(span, decisive: false, range, slot, body[0]),
            "exists" => new QuantifierNode(span, decisive: true, range, slot, body[0]),
            "exists_one" => new ExistsOneNode(span, range, slot, body[0]),
            "filter" => new FilterNode(span, range, slot, body[0]),
            _ => new TransformNode(span, range, slot, body.Count == 2 ? body[0] : null, body[^1]),
        });
    }
}
