using static Stator.Statecharts.Tests.Schemas.SchemaTable;

namespace Stator.Statecharts.Tests.Schemas;

/// <summary>Keywords for objects. An empty third column means that the value fits.</summary>
public class ObjectKeywordTests
{
    [Theory]
    [InlineData("{'properties':{'a':{'type':'string'}}}", "{'a':'x','b':1}", "")]
    [InlineData("{'properties':{'a':{'type':'string'}}}", "{}", "")]
    [InlineData("{'properties':{'a':{'type':'string'}}}", "[1]", "")]
    [InlineData("{'properties':{'a':{'type':'string'}}}", "{'a':1}", "/a: must be a string, but is the number 1")]
    [InlineData("{'properties':{'a/b~':{'items':{'type':'string'}}}}", "{'a/b~':['x',1]}", "/a~1b~0/1: must be a string, but is the number 1")]
    [InlineData("{'properties':{'a':false}}", "{'a':1}", "/a: must not be present, but is the number 1")]
    [InlineData("{'patternProperties':{'^x-':{'type':'number'}}}", "{'x-a':1,'y':''}", "")]
    [InlineData("{'patternProperties':{'^x-':{'type':'number'}}}", "{'x-a':''}", "/x-a: must be a number, but is the string ''")]
    [InlineData("{'properties':{'ab':{'minimum':2}},'patternProperties':{'a':{'multipleOf':2}}}", "{'ab':1}", "/ab: must be at least 2, but is the number 1\n/ab: must be a multiple of 2, but is the number 1")]
    [InlineData("{'additionalProperties':{'type':'number'}}", "{'a':1,'b':''}", "/b: must be a number, but is the string ''")]
    [InlineData("{'additionalProperties':false}", "{}", "")]
    [InlineData("{'additionalProperties':false}", "{'a':1}", "/a: must not be present, but is the number 1")]
    [InlineData("{'properties':{'amount':{}},'additionalProperties':false}", "{'amuont':1}", "/amuont: must not be present, but is the number 1; did you mean 'amount'?")]
    [InlineData("{'properties':{'a':{},'bcde':{}},'additionalProperties':false}", "{'xyzw':1}", "/xyzw: must not be present, but is the number 1; the known properties are 'a' and 'bcde'")]
    [InlineData("{'properties':{'a':{}},'patternProperties':{'^b':{}},'additionalProperties':false}", "{'a':1,'bb':1}", "")]
    public void Properties(string schema, string value, string expected) => Assert.Equal(expected, Check(schema, value));

    [Theory]
    [InlineData("{'required':['a']}", "{'a':null}", "")]
    [InlineData("{'required':['a']}", "'a'", "")]
    [InlineData("{'required':[]}", "{}", "")]
    [InlineData("{'required':['a','b','c']}", "{'b':1}", ": must have the property 'a', but is an object with 'b'\n: must have the property 'c', but is an object with 'b'")]
    [InlineData("{'required':['a']}", "{}", ": must have the property 'a', but is an empty object")]
    [InlineData("{'dependentRequired':{'a':['b']}}", "{'c':1}", "")]
    [InlineData("{'dependentRequired':{'a':['b']}}", "{'a':1,'b':1}", "")]
    [InlineData("{'dependentRequired':{'a':['b']}}", "{'a':1}", ": must have the property 'b' because it has 'a', but is an object with 'a'")]
    [InlineData("{'dependentSchemas':{'a':{'required':['b']}}}", "{'c':1}", "")]
    [InlineData("{'dependentSchemas':{'a':{'required':['b']}}}", "{'a':1}", ": must have the property 'b', but is an object with 'a'")]
    public void Required(string schema, string value, string expected) => Assert.Equal(expected, Check(schema, value));

    [Theory]
    [InlineData("{'propertyNames':{'maxLength':2}}", "{'ab':1}", "")]
    [InlineData("{'propertyNames':{'maxLength':2}}", "{'abc':1}", "/abc: has a name that must have at most 2 characters, but is the string 'abc' with 3")]
    [InlineData("{'minProperties':2}", "{'a':1,'b':1}", "")]
    [InlineData("{'minProperties':2}", "{'a':1}", ": must have at least 2 properties, but has 1")]
    [InlineData("{'maxProperties':1}", "{'a':1,'b':2}", ": must have at most 1 property, but has 2")]
    public void NamesAndCounts(string schema, string value, string expected) => Assert.Equal(expected, Check(schema, value));
}
