namespace Stator.Statecharts.Tests.Expressions;

public class LogicTests
{
    private const string Fails = "(1 / 0 == 1)";

    [Theory]
    [InlineData("true || true", true)]
    [InlineData("false || true", true)]
    [InlineData("false || false", false)]
    [InlineData("true && true", true)]
    [InlineData("true && false", false)]
    [InlineData("!true || !false", true)]
    [InlineData("false && false || true", true)]
    [InlineData("true || false && false", true)]
    [InlineData("true || " + Fails, true)]
    [InlineData(Fails + " || true", true)]
    [InlineData(Fails + " || false || true", true)]
    [InlineData("false && " + Fails, false)]
    [InlineData(Fails + " && false", false)]
    [InlineData(Fails + " && true && false", false)]
    [InlineData("1 || true", true)]
    [InlineData("'a' && false", false)]
    [InlineData("context.missing || true", true)]
    [InlineData("(" + Fails + " || false) || true", true)]
    public void One_operand_decides_whatever_the_others_are(string source, bool expected) => Assert.Equal(expected, Cel.Evaluate(source).AsBool);

    [Theory]
    [InlineData("false || " + Fails, "/ by zero")]
    [InlineData(Fails + " || false", "/ by zero")]
    [InlineData(Fails + " || context.x", "/ by zero")]
    [InlineData("true && " + Fails, "/ by zero")]
    [InlineData(Fails + " && true", "/ by zero")]
    [InlineData("1 || false", "|| does not take an int")]
    [InlineData("true && 'a'", "&& does not take a string")]
    [InlineData("null || false", "|| does not take null")]
    [InlineData("!" + Fails, "/ by zero")]
    public void Without_a_decision_the_failure_is_the_result(string source, string message) => Assert.Contains(message, Cel.Error(source).Message);

    [Theory]
    [InlineData("[1, 2, 3].all(x, x > 0)", true)]
    [InlineData("[1, 2, 3].all(x, x > 1)", false)]
    [InlineData("[].all(x, x)", true)]
    [InlineData("[0, 1].all(x, 1 / x > 5)", false)]
    [InlineData("[1, 0].all(x, 1 / x > 5)", false)]
    [InlineData("[1, 'a', 9].all(x, x < 5)", false)]
    [InlineData("[1, 2, 3].exists(x, x == 2)", true)]
    [InlineData("[1, 2, 3].exists(x, x == 4)", false)]
    [InlineData("[].exists(x, true)", false)]
    [InlineData("[0, 1].exists(x, 1 / x == 1)", true)]
    [InlineData("[1, 0].exists(x, 1 / x == 1)", true)]
    [InlineData("[1, 2, 2].exists_one(x, x == 1)", true)]
    [InlineData("[1, 2, 2].exists_one(x, x == 2)", false)]
    [InlineData("[].exists_one(x, true)", false)]
    [InlineData("{'a': 1, 'b': 2}.all(k, k in ['a', 'b'])", true)]
    [InlineData("context.o.exists(k, k == 'b')", true)]
    public void Quantifiers(string source, bool expected) => Assert.Equal(expected, Cel.Evaluate(source).AsBool);

    [Theory]
    [InlineData("[1, 0].all(x, 1 / x > 0)", "/ by zero")]
    [InlineData("[0, 1].exists(x, 1 / x > 1)", "/ by zero")]
    [InlineData("[1, 2].all(x, x)", "the predicate of all() does not take an int")]
    [InlineData("[1, 2].exists(x, 'a')", "the predicate of exists() does not take a string")]
    [InlineData("[0, 1].exists_one(x, 1 / x == 1)", "/ by zero")]
    [InlineData("[1].exists_one(x, x)", "the predicate of exists_one()")]
    [InlineData("'abc'.all(x, true)", "all() does not take a string")]
    [InlineData("context.x.exists(x, true)", "no key 'x'")]
    public void Quantifiers_that_fail(string source, string message) => Assert.Contains(message, Cel.Error(source).Message);
}
