using static Stator.Statecharts.Tests.Schemas.SchemaTable;

namespace Stator.Statecharts.Tests.Schemas;

/// <summary>Schemas that are refused, each with every problem, its place and its remedy.</summary>
public class SchemaProblemTests
{
    [Theory]
    [InlineData("3", ": A schema must be an object, true or false, but this is the number 3. Write a JSON Schema, such as {'type': 'object'}.")]
    [InlineData("{'properties':{'a':{'minmum':3}}}", "/properties/a/minmum: The keyword 'minmum' is unknown in JSON Schema 2020-12. Did you mean 'minimum'?")]
    [InlineData("{'Required':[]}", "/Required: The keyword 'Required' is unknown in JSON Schema 2020-12. Did you mean 'required'?")]
    [InlineData("{'currency':''}", "/currency: The keyword 'currency' is unknown in JSON Schema 2020-12. Leave it out, or write 'x-currency' if it is a remark of your own.")]
    [InlineData("{'definitions':{}}", "/definitions: The keyword 'definitions' is not supported. Write $defs, its name since draft 2019-09.")]
    [InlineData("{'type':'strng'}", "/type: There is no type 'strng'. Did you mean 'string'?")]
    [InlineData("{'type':['string',3]}", "/type: There is no type 3. Write 'string', 'number', 'integer', 'object', 'array', 'boolean' or 'null'.")]
    [InlineData("{'type':[]}", "/type: The list of types is empty, so that no value would fit. Name a type, or leave the keyword out.")]
    [InlineData("{'type':{}}", "/type: The keyword 'type' must be a list, but has an empty object. Write a list.")]
    [InlineData("{'enum':3}", "/enum: The keyword 'enum' must be a list, but has the number 3. Write a list.")]
    [InlineData("{'required':true}", "/required: The keyword 'required' must be a list, but has true. Write a list.")]
    [InlineData("{'required':['a',1]}", "/required: The keyword 'required' must be a list of strings, but has a list of 2 items. Write a list of strings.")]
    [InlineData("{'minimum':'3'}", "/minimum: The keyword 'minimum' must be a number, but has the string '3'. Write a number.")]
    [InlineData("{'minLength':-1}", "/minLength: The keyword 'minLength' must be a whole number from 0, but has the number -1. Write a whole number from 0.")]
    [InlineData("{'maxItems':1.5}", "/maxItems: The keyword 'maxItems' must be a whole number from 0, but has the number 1.5. Write a whole number from 0.")]
    [InlineData("{'multipleOf':0}", "/multipleOf: The keyword 'multipleOf' must be more than 0, but has the number 0. Write a number above 0.")]
    [InlineData("{'uniqueItems':1}", "/uniqueItems: The keyword 'uniqueItems' must be true or false, but has the number 1. Write true or false.")]
    [InlineData("{'properties':[]}", "/properties: The keyword 'properties' must be an object, but has an empty list. Write an object.")]
    [InlineData("{'dependentRequired':{'a/b':'c'}}", "/dependentRequired/a~1b: What depends on 'a/b' must be a list of strings, but is 'c'. Write a list of property names.")]
    [InlineData("{'items':[{}]}", "/items: The keyword 'items' must be one schema for all items, but has a list. Write prefixItems, its name since draft 2020-12.")]
    [InlineData("{'allOf':[]}", "/allOf: The keyword 'allOf' must have at least one schema, but its list is empty. Write a schema into the list, or leave the keyword out.")]
    [InlineData("{'anyOf':[{},3]}", "/anyOf/1: A schema must be an object, true or false, but this is the number 3. Write a JSON Schema, such as {'type': 'object'}.")]
    [InlineData("{'$ref':'other.json'}", "/$ref: 'other.json' is no reference within this document. Copy the schema under $defs and write '#/$defs/name'.")]
    [InlineData("{'$ref':'#/$defs/oder','$defs':{'order':{}}}", "/$ref: There is no schema at '#/$defs/oder'. Did you mean '#/$defs/order'?")]
    [InlineData("{'$ref':'#/$defs','$defs':{}}", "/$ref: There is no schema at '#/$defs'. Point at a schema in this document, such as '#/$defs/name'.")]
    [InlineData("{'pattern':'(?=a)'}", "/pattern: The pattern (?=a) cannot be matched in linear time. Write it without lookaround, back references and atomic groups, and with small counts of repetition.")]
    [InlineData("{'$defs':{'unused':{'tpye':'string'}}}", "/$defs/unused/tpye: The keyword 'tpye' is unknown in JSON Schema 2020-12. Did you mean 'type'?")]
    public void EveryProblemHasAPlaceAndARemedy(string schema, string expected) => Assert.Equal(expected, Problems(schema));

    [Theory]
    [InlineData("{'pattern':'('}", "/pattern: The pattern ( is no regular expression: ")]
    [InlineData("{'patternProperties':{'[':{}}}", "/patternProperties/[: The pattern [ is no regular expression: ")]
    public void ABadPatternIsExplained(string schema, string expected) => Assert.StartsWith(expected, Problems(schema));

    [Fact]
    public void APatternThatNeedsAHugeAutomatonIsRefused() =>
        Assert.Contains("cannot be matched in linear time", Problems("{'pattern':'((a{1000}){1000}){1000}'}"));

    [Fact]
    public void ALongPatternIsRefused() =>
        Assert.Equal("/pattern: A pattern must have at most 1000 characters, but this one has 1001. Shorten it.", Problems($"{{'pattern':'{new string('a', 1001)}'}}"));

    [Fact]
    public void AllProblemsAreFoundAtOnce() => Assert.Equal(
        "/tpye: The keyword 'tpye' is unknown in JSON Schema 2020-12. Did you mean 'type'?\n" +
        "/minLength: The keyword 'minLength' must be a whole number from 0, but has the string '3'. Write a whole number from 0.\n" +
        "/$ref: There is no schema at '#/x'. Point at a schema in this document, such as '#/$defs/name'.",
        Problems("{'$ref':'#/x','tpye':1,'minLength':'3'}"));
}
