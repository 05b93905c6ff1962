using Stator.Statecharts.Data;

namespace Stator.Statecharts.Interpretation;

/// <summary>What <c>onSnapshot</c> tells a parent of its child.</summary>
internal static class SnapshotView
{
    public static Value Of(Actor actor) => ObjectValue.Of(
        ("status", "active"),
        ("value", actor.Configuration.Value),
        ("context", actor.Context),
        ("tags", ListValue.Of([.. actor.Configuration.Tags.Select(t => (Value)t)])));
}
