using Stator.Statecharts.Data;
using Stator.Statecharts.Expressions;

namespace Stator.Statecharts.Tests.Expressions;

/// <summary>Evaluates expressions for the tests.</summary>
internal static class Cel
{
    public const ExpressionVariables AllVariables = ExpressionVariables.Context | ExpressionVariables.Event | ExpressionVariables.Input;

    /// <summary>A context with a bit of everything.</summary>
    public const string Context = """
        {"n": 5, "d": 1.5, "s": "text", "ok": true, "no": false, "nil": null, "list": [1, 2, 3], "empty": [],
         "o": {"a": 1, "b": {"c": [10, {"d": "deep"}]}}, "names": ["ada", "bob"], "due": "2026-02-28T23:30:00Z"}
        """;

    public static Expression Parse(string source)
    {
        var (expression, problems) = ExpressionParser.Parse(source, AllVariables);
        Assert.True(expression is not null, $"{source}: {problems.FirstOrDefault()}");
        return expression;
    }

    public static ExpressionProblem Problem(string source, ExpressionVariables variables = AllVariables)
    {
        var (expression, problems) = ExpressionParser.Parse(source, variables);
        Assert.Null(expression);
        return problems[0];
    }

    public static EvaluationScope Scope(string context = Context) => new()
    {
        Context = Value.Parse(context),
        Event = Event.Of("order.placed", ("id", 7), ("total", 12.5)),
        Input = Value.Parse("""{"seed": 1}"""),
        States = new KnownStates(),
    };

    public static Value Evaluate(string source) => Parse(source).Evaluate(Scope());

    public static EvaluationError Error(string source)
    {
        var value = Evaluate(source);
        Assert.True(value.IsError, $"{source} is {(value.IsError ? "" : value.ToString())}");
        return value.Error!;
    }

    private sealed class KnownStates : IActiveStates
    {
        public bool? IsActive(string reference) => reference switch { "#on" => true, "a.b" => false, _ => null };
    }
}
