using static Stator.Statecharts.Tests.Schemas.SchemaTable;

namespace Stator.Statecharts.Tests.Schemas;

/// <summary>Keywords that combine schemas, and references. An empty third column means that the value fits.</summary>
public class CombiningKeywordTests
{
    private const string Tree = "{'$ref':'#/$defs/node','$defs':{'node':{'type':'object','properties':{'left':{'$ref':'#/$defs/node'},'right':{'$ref':'#/$defs/node'}},'additionalProperties':false}}}";

    [Theory]
    [InlineData("{'allOf':[{'minimum':2},{'multipleOf':2}]}", "4", "")]
    [InlineData("{'allOf':[{'minimum':2},{'multipleOf':2}]}", "1", ": must be at least 2, but is the number 1\n: must be a multiple of 2, but is the number 1")]
    [InlineData("{'anyOf':[{'type':'string'},{'minimum':2}]}", "2", "")]
    [InlineData("{'anyOf':[{'type':'string'},{'minimum':2}]}", "1", ": must fit at least one alternative of 'anyOf', but fits none: it must be a string, but is the number 1; or it must be at least 2, but is the number 1")]
    [InlineData("{'properties':{'a':{'anyOf':[{'properties':{'b':{'const':1}}}]}}}", "{'a':{'b':2}}", "/a: must fit at least one alternative of 'anyOf', but fits none: it /b must be 1, but is the number 2")]
    [InlineData("{'anyOf':[{'const':1},{'const':2},{'const':3},{'const':4}]}", "5", ": must fit at least one alternative of 'anyOf', but fits none: it must be 1, but is the number 5; or it must be 2, but is the number 5; or it must be 3, but is the number 5; or …")]
    [InlineData("{'oneOf':[{'type':'string'},{'minimum':2}]}", "2", "")]
    [InlineData("{'oneOf':[{'const':1},{'const':2}]}", "3", ": must fit exactly one alternative of 'oneOf', but fits none: it must be 1, but is the number 3; or it must be 2, but is the number 3")]
    [InlineData("{'oneOf':[{'minimum':1},{'const':1},{'minimum':2}]}", "2", ": must fit exactly one alternative of 'oneOf', but fits 0 and 2 (counted from 0)")]
    [InlineData("{'not':{'type':'string'}}", "1", "")]
    [InlineData("{'not':{'type':'string'}}", "'a'", ": must not fit the schema in 'not', but is the string 'a', which fits")]
    [InlineData("{'if':{'const':1},'then':false}", "2", "")]
    [InlineData("{'if':{'const':1},'then':false}", "1", ": must not be present, but is the number 1")]
    [InlineData("{'if':{'type':'number'},'then':{'minimum':2},'else':{'maxLength':1}}", "1", ": must be at least 2, but is the number 1")]
    [InlineData("{'if':{'type':'number'},'then':{'minimum':2},'else':{'maxLength':1}}", "'ab'", ": must have at most 1 character, but is the string 'ab' with 2")]
    [InlineData("{'then':false,'else':false}", "1", "")]
    public void Combinations(string schema, string value, string expected) => Assert.Equal(expected, Check(schema, value));

    [Theory]
    [InlineData(Tree, "{'left':{'right':{}}}", "")]
    [InlineData(Tree, "{'left':{'right':{'middle':1}}}", "/left/right/middle: must not be present, but is the number 1; the known properties are 'left' and 'right'")]
    [InlineData("{'items':{'$ref':'#'},'type':'array'}", "[[],[[]]]", "")]
    [InlineData("{'items':{'$ref':'#'},'type':'array'}", "[[],[[1]]]", "/1/0/0: must be a list, but is the number 1")]
    [InlineData("{'$ref':'#/$defs/a~1b~0%25','maximum':3,'$defs':{'a/b~%':{'minimum':2}}}", "1", ": must be at least 2, but is the number 1")]
    [InlineData("{'$ref':'#/$defs/a','maximum':3,'$defs':{'a':{'minimum':2}}}", "4", ": must be at most 3, but is the number 4")]
    [InlineData("{'properties':{'a':{'type':'string'},'b':{'$ref':'#/properties/a'}}}", "{'b':1}", "/b: must be a string, but is the number 1")]
    [InlineData("{'$ref':'#/$defs/a','$defs':{'a':{'$id':'urn:a','$ref':'#/$defs/b','$defs':{'b':{'type':'string'}}},'b':{}}}", "1", ": must be a string, but is the number 1")]
    [InlineData("{'properties':{'$ref':{'$ref':'#/$defs/a'}},'$defs':{'a':{'type':'string'}}}", "{'$ref':1}", "/$ref: must be a string, but is the number 1")]
    public void References(string schema, string value, string expected) => Assert.Equal(expected, Check(schema, value));

    [Fact]
    public void AnnotationsDemandNothing() => Assert.Equal("", Check(
        "{'$schema':'https://json-schema.org/draft/2020-12/schema','$id':'urn:x','title':'','description':'','default':1,'examples':[],'format':'email'," +
        "'deprecated':true,'readOnly':true,'writeOnly':true,'$comment':'','x-mine':{'type':'no'},'contentMediaType':'text/plain','$defs':{}}",
        "'no address'"));
}
