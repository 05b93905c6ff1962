using Stator.Statecharts.Data;

namespace Stator.Statecharts.Expressions;

/// <content>Calls of functions and methods, behind their opening parenthesis.</content>
internal sealed partial class Grammar
{
    private static readonly string[] Macros = ["all", "exists", "exists_one", "filter", "map"];

    private static readonly string[] SpecialFunctions = ["has", "inState", "matches"];

    private Node Call(Token name)
    {
        if (name.Text == "has")
        {
            return Has(name);
        }

        var arguments = Arguments();
        var span = SpanFrom(name.Offset);
        return _isBroken ? new LiteralNode(span, default) : name.Text switch
        {
            "inState" => InState(span, arguments),
            "matches" => Matches(span, arguments),
            _ => Call(name, CallStyle.Function, span, arguments),
        };
    }

    private Node Method(int start, Node receiver, Token name)
    {
        if (Macros.Contains(name.Text))
        {
            return Macro(start, receiver, name);
        }

        Node[] arguments = [receiver, .. Arguments()];
        var span = SpanFrom(start);
        return _isBroken ? new LiteralNode(span, default)
            : name.Text == "matches" ? Matches(span, arguments)
            : Call(name, CallStyle.Method, span, arguments);
    }

    private List<Node> Arguments()
    {
        var arguments = new List<Node>();
        if (!_token.Is(")"))
        {
            do
            {
                arguments.Add(Expr());
            }
            while (Take(","));
        }

        Expect(")", "separate arguments with ',' and close the call with ')'");
        return arguments;
    }

    private Node Call(Token name, CallStyle style, SourceSpan span, IReadOnlyList<Node> arguments)
    {
        var at = Span(name.Offset, name.Length);
        if (FunctionTable.Find(name.Text) is not { } function)
        {
            return RejectUnknown(name.Text, style, at);
        }

        if (!function.Style.HasFlag(style))
        {
            return style == CallStyle.Function
                ? Reject($"'{name.Text}' is called on a value", $"write x.{name.Text}(…)", at)
                : Reject($"'{name.Text}' is not called on a value", $"write {name.Text}(x)", at);
        }

        if (arguments.Count < function.MinArguments || arguments.Count > function.MaxArguments)
        {
            var receivers = style == CallStyle.Method ? 1 : 0;
            return RejectCount(name.Text, arguments.Count - receivers, function.MinArguments - receivers, function.MaxArguments - receivers, span);
        }

        return Fold(new CallNode(span, function, arguments[0], arguments.Count > 1 ? arguments[1] : null));
    }

    private LiteralNode RejectUnknown(string name, CallStyle style, SourceSpan at)
    {
        if (name is "uint" or "bytes")
        {
            return Reject($"the function '{name}' is not supported", "there are no unsigned integers and no bytes here", at);
        }

        var names = FunctionTable.Names.Where(n => FunctionTable.Find(n)!.Style.HasFlag(style))
            .Concat(style == CallStyle.Function ? SpecialFunctions : Macros).Append("matches");
        return Macros.Contains(name)
            ? Reject($"'{name}' is called on a list or map", $"write list.{name}(x, …)", at)
            : Reject($"unknown function '{name}'{NearestName.Hint(name, names)}", "only the functions of CEL and inState('#id') exist", at);
    }

    private LiteralNode RejectCount(string name, int count, int min, int max, SourceSpan span)
    {
        var wanted = min == max ? $"{min}" : $"{min} or {max}";
        return Reject($"{name}() takes {wanted} argument{(wanted == "1" ? "" : "s")}, not {count}", "add or remove arguments", span);
    }

    private Node Matches(SourceSpan span, IReadOnlyList<Node> arguments)
    {
        if (arguments.Count != 2)
        {
            return Reject("matches() takes a text and a pattern", "write text.matches('pattern')", span);
        }

        if (arguments[1] is not LiteralNode { Value.Reference: string source } literal)
        {
            return Build(new MatchesNode(span, arguments[0], arguments[1], null));
        }

        return Pattern.TryCompile(source, out var pattern, out var fault)
            ? Fold(new MatchesNode(span, arguments[0], literal, pattern))
            : Reject($"'{source}' is no usable pattern: {fault}", "patterns are written in RE2 syntax", literal.Span);
    }

    private Node InState(SourceSpan span, List<Node> arguments)
    {
        if (arguments.Count != 1)
        {
            return RejectCount("inState", arguments.Count, 1, 1, span);
        }

        if (arguments[0] is LiteralNode { Value.Reference: string reference } literal)
        {
            _stateReferences.Add(new(reference, literal.Span.Offset));
        }

        return Build(new InStateNode(span, arguments[0]));
    }
}
