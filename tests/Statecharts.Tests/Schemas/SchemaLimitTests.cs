using Stator.Statecharts.Data;
using Stator.Statecharts.Schemas;
using static Stator.Statecharts.Tests.Schemas.SchemaTable;

namespace Stator.Statecharts.Tests.Schemas;

/// <summary>A check ends, whatever the schema and the value are, and says so where it was cut short.</summary>
public class SchemaLimitTests
{
    private const string TooDeep = "must be checked within 512 nested schemas, but needs more";

    [Fact]
    public void StopsAfterTwentyViolations()
    {
        var value = ListValue.Of([.. Enumerable.Range(0, 100).Select(i => (Value)i)]);

        var violations = Schema("{'items':{'type':'string'}}").Check(value);

        Assert.Equal(Enumerable.Range(0, 20).Select(i => $"/{i}"), violations.Select(v => v.Pointer));
    }

    [Theory]
    [InlineData("{'$ref':'#'}")]
    [InlineData("{'not':{'$ref':'#'}}")]
    [InlineData("{'anyOf':[{'$ref':'#'},true]}")]
    [InlineData("{'if':{'$ref':'#'},'then':true}")]
    [InlineData("{'oneOf':[{'$ref':'#/$defs/a'}],'$defs':{'a':{'allOf':[{'$ref':'#'}]}}}")]
    public void AReferenceThatNeverGoesIntoTheValueIsAViolation(string schema) => Assert.Equal($": {TooDeep}", Check(schema, "1"));

    [Fact]
    public void AValueThatIsTooDeepIsAViolationOnASmallStack()
    {
        Value value = 1;
        for (var i = 0; i < 1000; i++)
        {
            value = ListValue.Of(value);
        }

        var schema = Schema("{'items':{'$ref':'#'}}");
        IEnumerable<SchemaViolation> violations = [];
        var thread = new Thread(() => violations = schema.Check(value), maxStackSize: 512 * 1024);
        thread.Start();
        thread.Join();

        var violation = Assert.Single(violations);
        Assert.Equal(TooDeep, violation.Message);
        Assert.Equal(string.Concat(Enumerable.Repeat("/0", 256)), violation.Pointer);
    }

    [Fact]
    public void AValueAsDeepAsParsedJsonCanBeIsChecked()
    {
        var text = new string('[', JsonValueReader.MaxDepth) + new string(']', JsonValueReader.MaxDepth);

        Assert.Equal("", Check("{'$ref':'#/$defs/a','$defs':{'a':{'allOf':[{'items':{'$ref':'#/$defs/a'}}]}}}", text));
    }

    [Fact]
    public void AlternativesThatMultiplyWithEveryLevelEnd()
    {
        var text = string.Concat(Enumerable.Repeat("{'a':", 60)) + "1" + new string('}', 60);

        var violation = Assert.Single(Schema("{'oneOf':[{'properties':{'a':{'$ref':'#'}}},{'properties':{'a':{'$ref':'#'}}}]}").Check(Json(text)));

        Assert.Equal("must be checked within 1000000 applications of a schema, but needs more", violation.Message);
    }

    [Fact]
    public void TheMessageOfNestedAlternativesStaysShort()
    {
        var schema = "{'const':1}";
        for (var i = 0; i < 20; i++)
        {
            schema = $"{{'anyOf':[{schema},false]}}";
        }

        Assert.InRange(Assert.Single(Schema(schema).Check(2)).Message.Length, 50, 800);
    }

    [Fact]
    public void ASchemaKeepsItsDocument()
    {
        var document = Json("{'type':'string','x-note':1}");

        Assert.Equal(document, Schema(document).Document);
    }
}
