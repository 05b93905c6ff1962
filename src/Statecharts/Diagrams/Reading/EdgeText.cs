namespace Stator.Statecharts.Diagrams.Reading;

/// <summary>The parts of a label put together, in UML's notation.</summary>
internal static class EdgeText
{
    public static string Join(string trigger, string guard, string actions)
    {
        var condition = guard.Length > 0 ? "[" + guard + "]" : "";
        var effect = actions.Length > 0 ? "/ " + actions : "";
        return string.Join(' ', new[] { trigger, condition, effect }.Where(p => p.Length > 0));
    }
}
