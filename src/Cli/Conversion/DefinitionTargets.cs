using System.Text.RegularExpressions;
using Stator.Cli.Documents;
using Stator.Statecharts.Data;

namespace Stator.Cli.Conversion;

/// <summary>Writes the ids that a definition has for targets the way people do.</summary>
internal sealed partial class DefinitionTargets
{
    private readonly Dictionary<string, (string? Parent, string Key)> _nodes = new(StringComparer.Ordinal);

    public DefinitionTargets(Value root) => Add(root, null, "");

    /// <summary>A key for a sibling, <c>.key</c> for a child, else the id.</summary>
    public string Shortest(Value from, string target)
    {
        var id = target.TrimStart('#');
        var source = from["id"].Text ?? "";
        if (!_nodes.TryGetValue(id, out var node) || !SimpleKey().IsMatch(node.Key))
        {
            return target;
        }

        return node.Parent == source ? "." + node.Key
            : node.Parent is not null && node.Parent == _nodes.GetValueOrDefault(source).Parent ? node.Key
            : target;
    }

    /// <summary>The key of a child, as <c>initial</c> wants it.</summary>
    public string ChildKey(Value parent, string target) =>
        _nodes.TryGetValue(target.TrimStart('#'), out var node) && node.Parent == parent["id"].Text ? node.Key : target;

    private void Add(Value node, string? parent, string key)
    {
        if (node["id"].Text is not { } id)
        {
            return;
        }

        _nodes[id] = (parent, key);
        foreach (var (childKey, child) in node["states"].Members)
        {
            Add(child, id, childKey);
        }
    }

    [GeneratedRegex(@"^[\w -]+\z")]
    private static partial Regex SimpleKey();
}
