using Stator.Statecharts.Data;

namespace Stator.Statecharts.Schemas.Keywords;

/// <summary><c>multipleOf</c>, in decimal arithmetic: 4.35 is a multiple of 0.01.</summary>
internal sealed class MultipleOfKeyword(Value factor) : SchemaKeyword
{
    public static MultipleOfKeyword? Read(SchemaSource source)
    {
        if (source.Number("multipleOf") is not { } factor)
        {
            return null;
        }

        if (factor.AsDouble > 0)
        {
            return new(factor);
        }

        source.Report("multipleOf", $"The keyword \"multipleOf\" must be more than 0, but has {SchemaWords.Describe(factor)}.", "Write a number above 0.");
        return null;
    }

    public override void Check(Value value, SchemaCheck check)
    {
        if (Numbers.IsNumber(value) && !Numbers.IsMultiple(value, factor))
        {
            check.Report($"must be a multiple of {factor}, but is {SchemaWords.Describe(value)}");
        }
    }
}
