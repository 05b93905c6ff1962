using Stator.Statecharts.Data;

namespace Stator.Statecharts.Schemas.Keywords;

/// <summary><c>const</c>: exactly this value.</summary>
internal sealed class ConstKeyword(Value constant) : SchemaKeyword
{
    public static ConstKeyword? Read(SchemaSource source) => source.Any("const") is { } constant ? new(constant) : null;

    public override void Check(Value value, SchemaCheck check)
    {
        if (value != constant)
        {
            check.Report($"must be {SchemaWords.Quote(constant)}, but is {SchemaWords.Describe(value)}");
        }
    }
}
