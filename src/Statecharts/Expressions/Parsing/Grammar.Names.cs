using Stator.Statecharts.Data;

namespace Stator.Statecharts.Expressions;

/// <content>What a bare name means: a keyword, a variable, a type or a function.</content>
internal sealed partial class Grammar
{
    private static readonly (string Name, ExpressionVariables Variable)[] Variables =
        [("context", ExpressionVariables.Context), ("event", ExpressionVariables.Event), ("input", ExpressionVariables.Input)];

    /// <param name="isRooted">Behind a leading dot, which passes by the variables of comprehensions.</param>
    private Node Identifier(bool isRooted)
    {
        var token = _token;
        if (token.Kind != TokenKind.Identifier || Words.IsReserved(token.Text) || token.Text == "in" || (isRooted && Words.IsKeyword(token.Text)))
        {
            Break("a name was expected", Words.IsReserved(token.Text) ? $"'{token.Text}' is a reserved word" : "name a variable");
            return new LiteralNode(Span(token.Offset, 0), default);
        }

        Advance();
        var span = Span(token.Offset, token.Length);
        if (Take("("))
        {
            return Call(token);
        }

        return token.Text switch
        {
            "true" when !isRooted => new LiteralNode(span, true),
            "false" when !isRooted => new LiteralNode(span, false),
            "null" when !isRooted => new LiteralNode(span, default),
            _ when !isRooted && _locals.LastIndexOf(token.Text) is >= 0 and var slot => new LocalNode(span, slot),
            "google" => TypeInNamespace(token.Offset),
            _ => Variable(token.Text, span),
        };
    }

    private Node Variable(string name, SourceSpan span)
    {
        foreach (var (known, variable) in Variables)
        {
            if (known == name && _variables.HasFlag(variable))
            {
                return new VariableNode(span, name, variable);
            }
        }

        foreach (var type in KindNames.All)
        {
            if (type.Name == name)
            {
                return new LiteralNode(span, Value.Of(type));
            }
        }

        var names = Variables.Where(v => _variables.HasFlag(v.Variable)).Select(v => v.Name).Concat(_locals).ToList();
        return Variables.Any(v => v.Name == name)
            ? Reject(
                $"the variable '{name}' does not exist here",
                name == "input" ? "input is known only while the initial context is built" : Known(names),
                span)
            : Reject($"unknown variable '{name}'{NearestName.Hint(name, names)}", Known(names), span);
    }

    /// <summary>The one namespace there is: <c>google.protobuf.Timestamp</c> and <c>Duration</c>.</summary>
    private LiteralNode TypeInNamespace(int start)
    {
        while (Take("."))
        {
            Advance();
        }

        var span = SpanFrom(start);
        var type = KindNames.All.FirstOrDefault(t => t.Name == span.Text);
        return type is null
            ? Reject($"unknown type '{span.Text}'", "the types are " + string.Join(", ", KindNames.All.Select(t => t.Name)), span)
            : new(span, Value.Of(type));
    }

    private static string Known(List<string> names) => names.Count == 0 ? "no variables exist here" : "the variables are " + string.Join(", ", names);
}
