using static Stator.Statecharts.Tests.Schemas.SchemaTable;

namespace Stator.Statecharts.Tests.Schemas;

/// <summary>Keywords for lists. An empty third column means that the value fits.</summary>
public class ListKeywordTests
{
    [Theory]
    [InlineData("{'items':{'type':'number'}}", "[1,2.5]", "")]
    [InlineData("{'items':{'type':'number'}}", "{'a':''}", "")]
    [InlineData("{'items':{'type':'number'}}", "[1,'',null]", "/1: must be a number, but is the string ''\n/2: must be a number, but is null")]
    [InlineData("{'items':false}", "[]", "")]
    [InlineData("{'items':false}", "[1]", "/0: must not be present, but is the number 1")]
    [InlineData("{'prefixItems':[{'type':'number'},{'type':'string'}]}", "[1]", "")]
    [InlineData("{'prefixItems':[{'type':'number'}]}", "[1,null]", "")]
    [InlineData("{'prefixItems':[{'type':'number'}],'items':{'type':'string'}}", "[1,'a','b']", "")]
    [InlineData("{'prefixItems':[{'type':'number'}],'items':{'type':'string'}}", "['a',1]", "/0: must be a number, but is the string 'a'\n/1: must be a string, but is the number 1")]
    public void Items(string schema, string value, string expected) => Assert.Equal(expected, Check(schema, value));

    [Theory]
    [InlineData("{'contains':{'const':1}}", "[2,1]", "")]
    [InlineData("{'contains':{'const':1}}", "'a'", "")]
    [InlineData("{'contains':{'const':1}}", "[]", ": must have at least 1 item for 'contains', but has 0")]
    [InlineData("{'contains':{'const':1},'minContains':2}", "[1,2,1]", "")]
    [InlineData("{'contains':{'const':1},'minContains':2}", "[1,2]", ": must have at least 2 items for 'contains', but has 1")]
    [InlineData("{'contains':{'const':1},'minContains':0}", "[]", "")]
    [InlineData("{'contains':{'const':1},'maxContains':1}", "[1,1]", ": must have at most 1 item for 'contains', but has 2")]
    [InlineData("{'minContains':2}", "[]", "")]
    public void Contains(string schema, string value, string expected) => Assert.Equal(expected, Check(schema, value));

    [Theory]
    [InlineData("{'minItems':1}", "[0]", "")]
    [InlineData("{'minItems':1}", "[]", ": must have at least 1 item, but has 0")]
    [InlineData("{'maxItems':1}", "[1,2]", ": must have at most 1 item, but has 2")]
    [InlineData("{'maxItems':1}", "'abc'", "")]
    [InlineData("{'uniqueItems':true}", "[1,'1',[1],true,null,{}]", "")]
    [InlineData("{'uniqueItems':true}", "[0,1,1.0]", ": must have different items, but items 1 and 2 are both the number 1.0")]
    [InlineData("{'uniqueItems':true}", "[{'a':1,'b':2},{'b':2,'a':1}]", ": must have different items, but items 0 and 1 are both an object with 'b' and 'a'")]
    [InlineData("{'uniqueItems':false}", "[1,1]", "")]
    public void CountsAndRepetitions(string schema, string value, string expected) => Assert.Equal(expected, Check(schema, value));
}
