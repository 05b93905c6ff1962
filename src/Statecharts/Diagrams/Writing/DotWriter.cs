using System.Globalization;
using System.Text;

namespace Stator.Statecharts.Diagrams.Writing;

/// <summary>
/// Writes a Graphviz graph: a cluster for each group. DOT's arrows join nodes only, so each cluster has a point in it (the initial dot, or an
/// invisible one), to which arrows lead that are cut at the cluster's border.
/// </summary>
internal sealed class DotWriter
{
    private readonly StringBuilder _text = new();
    private readonly DiagramModel _model;
    private readonly ILookup<int, DiagramNode> _children;
    private readonly ILookup<int, DiagramEdge> _initial;
    private readonly bool _isDark;
    private readonly string _line;

    private DotWriter(DiagramModel model, DiagramTheme theme)
    {
        _model = model;
        _isDark = theme == DiagramTheme.Dark;
        _line = _isDark ? "#93a1b5" : "#475569";
        _children = model.Nodes.Where(n => n.Parent >= 0).ToLookup(n => n.Parent);
        _initial = model.Edges.Where(e => e.Kind == DiagramEdgeKind.Initial).ToLookup(e => e.Source);
    }

    private string ActiveColour => _isDark ? "#60a5fa" : "#1d4ed8";

    public static string Write(DiagramModel model, DiagramOptions options) => new DotWriter(model, options.Theme).Write();

    private string Write()
    {
        Line(0, $"digraph {DotText.Quote(_model.Nodes[0].Id)} {{");
        Line(1, $"graph [compound=true, newrank=true, fontname=\"Helvetica\", fontsize=11, bgcolor=\"{(_isDark ? "#0d1117" : "#ffffff")}\", color=\"{_line}\", fontcolor=\"{_line}\"];");
        Line(1, $"node [shape=box, style=rounded, fontname=\"Helvetica\", fontsize=11, color=\"{_line}\", fontcolor=\"{_line}\"];");
        Line(1, $"edge [fontname=\"Helvetica\", fontsize=10, color=\"{_line}\", fontcolor=\"{_line}\"];");
        WriteStates();
        foreach (var edge in _model.Edges)
        {
            WriteEdge(edge);
        }

        Line(0, "}");
        return _text.ToString();
    }

    /// <summary>A walk with a stack of its own; its first entry stands for the graph.</summary>
    private void WriteStates()
    {
        var open = new Stack<IEnumerator<DiagramNode>>();
        open.Push(_model.Nodes.Take(1).GetEnumerator());
        while (open.TryPeek(out var ahead))
        {
            var depth = open.Count;
            if (!ahead.MoveNext())
            {
                open.Pop();
                if (open.Count > 0)
                {
                    Line(depth - 1, "}");
                }
            }
            else if (IsGroup(ahead.Current.Index))
            {
                OpenCluster(ahead.Current, depth);
                open.Push(_children[ahead.Current.Index].GetEnumerator());
            }
            else
            {
                WriteLeaf(ahead.Current, depth);
            }
        }
    }

    private void OpenCluster(DiagramNode node, int depth)
    {
        var isRegion = node.Parent >= 0 && _model.Nodes[node.Parent].Kind == DiagramNodeKind.Parallel;

        // Inner clusters would inherit what is not said again.
        var colour = node.IsActive ? ActiveColour : _line;
        Line(depth, $"subgraph cluster_{node.Index} {{");
        Line(
            depth + 1,
            $"graph [label={Label(node)}, labeljust=l, style={(isRegion ? "dashed" : "rounded")}, penwidth={(node.IsActive ? 2 : 1)}, "
            + $"color=\"{colour}\", fontcolor=\"{colour}\", tooltip={DotText.Quote(node.Tooltip ?? node.Id)}];");
        Line(depth + 1, $"p{node.Index} [shape=point, width={(_initial[node.Index].Any() ? "0.12" : "0.05, style=invis")}, label=\"\"];");
    }

    private void WriteLeaf(DiagramNode node, int depth)
    {
        var shape = node.Kind switch
        {
            DiagramNodeKind.Final => ", peripheries=2",
            DiagramNodeKind.ShallowHistory or DiagramNodeKind.DeepHistory => ", shape=circle, style=solid, width=0.3, fixedsize=true",
            _ => "",
        };
        Line(depth, $"n{node.Index} [label={Label(node)}, tooltip={DotText.Quote(node.Tooltip ?? node.Id)}{shape}{Active(node)}];");
    }

    private static string Label(DiagramNode node)
    {
        switch (node.Kind)
        {
            case DiagramNodeKind.ShallowHistory:
                return "\"H\"";
            case DiagramNodeKind.DeepHistory:
                return "\"H*\"";
            default:
                var rest = (node.Tags.Length > 0 ? ["(" + string.Join(", ", node.Tags) + ")"] : Array.Empty<string>()).Concat(node.Lines).ToList();
                return rest.Count == 0 ? DotText.Quote(node.Label) : DotText.Quote(rest.Select(l => (l, "\\l")).Prepend((node.Label, "\\n")));
        }
    }

    private string Active(DiagramNode node) => node.IsActive ? $", penwidth=2, color=\"{ActiveColour}\", fontcolor=\"{ActiveColour}\"" : "";

    private void WriteEdge(DiagramEdge edge)
    {
        var attributes = new List<string>();
        if (edge.Label.Length > 0)
        {
            attributes.Add($"label={EdgeLabel(edge)}");
            attributes.Add($"tooltip={DotText.Quote(edge.Tooltip ?? edge.Label)}");
        }

        // Graphviz cuts an arrow at a cluster only when its other end lies outside of it.
        if (edge.Kind != DiagramEdgeKind.Initial && IsGroup(edge.Source) && !IsWithin(edge.Target, edge.Source))
        {
            attributes.Add($"ltail=cluster_{edge.Source}");
        }

        if (IsGroup(edge.Target) && !IsWithin(edge.Source, edge.Target))
        {
            attributes.Add($"lhead=cluster_{edge.Target}");
        }

        if (edge.Kind == DiagramEdgeKind.HistoryDefault)
        {
            attributes.Add("style=dashed");
        }

        Line(1, $"{EndOf(edge.Source)} -> {EndOf(edge.Target)}{(attributes.Count > 0 ? $" [{string.Join(", ", attributes)}]" : "")};");
    }

    /// <summary>On one line where that is short.</summary>
    private static string EdgeLabel(DiagramEdge edge)
    {
        const int Short = 24;
        string[] parts = [edge.Trigger, edge.Guard.Length > 0 ? $"[{edge.Guard}]" : "", edge.Actions.Length > 0 ? "/ " + edge.Actions : ""];
        return edge.Label.Length <= Short ? DotText.Quote(edge.Label) : DotText.Quote(parts.Where(p => p.Length > 0).Select(p => (p, "\\n")));
    }

    private string EndOf(int index) => (IsGroup(index) ? "p" : "n") + index.ToString(CultureInfo.InvariantCulture);

    private bool IsGroup(int index) => _children[index].Any();

    private bool IsWithin(int index, int other)
    {
        while (index > other)
        {
            index = _model.Nodes[index].Parent;
        }

        return index == other;
    }

    private void Line(int depth, string text) => _text.Append(' ', 2 * depth).Append(CultureInfo.InvariantCulture, $"{text}\n");
}
