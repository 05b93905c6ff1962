using System.Collections.Immutable;
using Stator.Statecharts.Data;

namespace Stator.Statecharts.Schemas.Keywords;

/// <summary><c>anyOf</c>: at least one of these schemas.</summary>
internal sealed class AnyOfKeyword(ImmutableArray<SchemaNode> nodes) : SchemaKeyword
{
    public static AnyOfKeyword? Read(SchemaSource source) => source.Schemas("anyOf") is { IsEmpty: false } nodes ? new(nodes) : null;

    public override void Check(Value value, SchemaCheck check)
    {
        var misfits = new Misfits();
        foreach (var node in nodes)
        {
            if (check.Probe(node, value) is not { } misfit)
            {
                return;
            }

            misfits.Add(misfit);
        }

        check.Report($"must fit at least one alternative of \"anyOf\", but {misfits.Say(check.CurrentPointer())}");
    }
}
