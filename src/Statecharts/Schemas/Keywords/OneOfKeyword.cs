using System.Collections.Immutable;
using Stator.Statecharts.Data;

namespace Stator.Statecharts.Schemas.Keywords;

/// <summary><c>oneOf</c>: exactly one of these schemas.</summary>
internal sealed class OneOfKeyword(ImmutableArray<SchemaNode> nodes) : SchemaKeyword
{
    public static OneOfKeyword? Read(SchemaSource source) => source.Schemas("oneOf") is { IsEmpty: false } nodes ? new(nodes) : null;

    public override void Check(Value value, SchemaCheck check)
    {
        var misfits = new Misfits();
        var fitting = new List<Value>();
        for (var i = 0; i < nodes.Length; i++)
        {
            if (check.Probe(nodes[i], value) is { } misfit)
            {
                misfits.Add(misfit);
            }
            else
            {
                fitting.Add(i);
            }
        }

        if (fitting.Count == 0)
        {
            check.Report($"must fit exactly one alternative of \"oneOf\", but {misfits.Say(check.CurrentPointer())}");
        }
        else if (fitting.Count > 1)
        {
            check.Report($"must fit exactly one alternative of \"oneOf\", but fits {SchemaWords.Values(fitting, "and")} (counted from 0)");
        }
    }
}
