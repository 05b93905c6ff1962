namespace Stator.Statecharts.Validation;

/// <summary>The ids that children of a machine can have: those of its invokes, and of its spawns where they are constant.</summary>
internal sealed class ChildIds
{
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    public ChildIds(MachineDefinition definition)
    {
        _known.UnionWith(definition.Nodes.SelectMany(n => n.Invoke).Select(i => i.Id));
        foreach (var id in definition.Actions().OfType<SpawnAction>().Select(s => s.Id).OfType<Template>())
        {
            if (Constants.Text(id) is { } text)
            {
                _known.Add(text);
            }
            else
            {
                AreAllKnown = false;
            }
        }
    }

    public IReadOnlyCollection<string> Known => _known;

    /// <summary>False where an expression makes ids.</summary>
    public bool AreAllKnown { get; } = true;

    public bool Contains(string id) => _known.Contains(id);
}
