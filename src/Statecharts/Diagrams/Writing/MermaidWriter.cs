using System.Globalization;
using System.Text;

namespace Stator.Statecharts.Diagrams.Writing;

/// <summary>
/// Writes <c>stateDiagram-v2</c>. Each state is declared where it lies, under an alias; an arrow stands in the innermost state that has both
/// its ends as children, else at the end: Mermaid moves a state to where an arrow names it. It cannot draw an arrow between a state and one
/// around it; such a transition is a line of text in its source. The root is the diagram itself, unless it has something to say.
/// </summary>
internal sealed class MermaidWriter
{
    private readonly StringBuilder _text = new();
    private readonly DiagramModel _model;
    private readonly ILookup<int, DiagramNode> _children;
    private readonly ILookup<int, DiagramEdge> _edges;
    private readonly ILookup<int, DiagramEdge> _inward;

    private MermaidWriter(DiagramModel model)
    {
        _model = model;
        _children = model.Nodes.Where(n => n.Parent >= 0).ToLookup(n => n.Parent);
        _inward = model.Edges.Where(IsInward).ToLookup(e => e.Source);
        _edges = model.Edges.Where(e => !IsInward(e)).ToLookup(PlaceOf);
    }

    public static string Write(DiagramModel model, DiagramOptions options) => new MermaidWriter(model).Write(options.Theme);

    private string Write(DiagramTheme theme)
    {
        if (theme == DiagramTheme.Dark)
        {
            Line(0, "%%{init: {\"theme\": \"dark\"}}%%");
        }

        Line(0, "stateDiagram-v2");
        WriteStates();

        foreach (var edge in _edges[-1])
        {
            WriteEdge(edge, 1);
        }

        WriteActive(theme);
        return _text.ToString();
    }

    private bool IsRootDrawn => _model.Nodes[0].Kind == DiagramNodeKind.Parallel || !_children[0].Any() || LinesOf(_model.Nodes[0]).Any() || _edges[-1].Any(e => e.Source == 0);

    /// <summary>A walk with a stack of its own; its first entry stands for the diagram.</summary>
    private void WriteStates()
    {
        var open = new Stack<IEnumerator<DiagramNode>>();
        var groups = new Stack<int>();
        open.Push((IsRootDrawn ? [_model.Nodes[0]] : ChildrenOf(0)).GetEnumerator());
        groups.Push(IsRootDrawn ? -2 : 0);
        while (open.TryPeek(out var ahead))
        {
            var depth = open.Count;
            if (!ahead.MoveNext())
            {
                foreach (var edge in _edges[groups.Pop()])
                {
                    WriteEdge(edge, depth);
                }

                open.Pop();
                if (open.Count > 0)
                {
                    Line(depth - 1, "}");
                }
            }
            else if (_children[ahead.Current.Index].Any())
            {
                WriteDivider(ahead.Current, depth);
                Line(depth, $"state \"{Caption(ahead.Current)}\" as s{ahead.Current.Index} {{");
                groups.Push(ahead.Current.Index);
                open.Push(ChildrenOf(ahead.Current.Index).GetEnumerator());
            }
            else
            {
                WriteDivider(ahead.Current, depth);
                WriteLeaf(ahead.Current, depth);
            }
        }
    }

    /// <summary>History nodes come before the regions: a divider stands between regions only.</summary>
    private IEnumerable<DiagramNode> ChildrenOf(int index) => _children[index].OrderBy(c => IsRegion(c) ? 1 : 0);

    private void WriteDivider(DiagramNode node, int depth)
    {
        if (IsRegion(node) && _children[node.Parent].First(IsRegion) != node)
        {
            Line(depth, "--");
        }
    }

    private void WriteLeaf(DiagramNode node, int depth)
    {
        Line(depth, $"state \"{Caption(node)}\" as s{node.Index}");
        if (node.Kind is not (DiagramNodeKind.ShallowHistory or DiagramNodeKind.DeepHistory))
        {
            foreach (var line in LinesOf(node))
            {
                Line(depth, $"s{node.Index} : {MermaidText.Escape(line)}");
            }
        }

        if (node.Kind == DiagramNodeKind.Final)
        {
            Line(depth, $"s{node.Index} --> [*]");
        }
    }

    /// <summary>A group shows its lines below its name: Mermaid has no other place for them.</summary>
    private string Caption(DiagramNode node) => node.Kind switch
    {
        DiagramNodeKind.ShallowHistory => "H",
        DiagramNodeKind.DeepHistory => MermaidText.Escape("H*"),
        _ when _children[node.Index].Any() => string.Join("<br/>", LinesOf(node).Prepend(node.Label).Select(MermaidText.Escape)),
        _ => MermaidText.Escape(node.Label),
    };

    private void WriteEdge(DiagramEdge edge, int depth)
    {
        var source = edge.Kind == DiagramEdgeKind.Initial ? "[*]" : $"s{edge.Source}";
        var label = edge.Label.Length > 0 ? " : " + MermaidText.Escape(edge.Label) : "";
        Line(depth, $"{source} --> s{edge.Target}{label}");
    }

    /// <summary>A group gets another border only: its colour would fill all that lies in it.</summary>
    private void WriteActive(DiagramTheme theme)
    {
        var active = _model.Nodes.Where(n => n.IsActive && (n.Parent >= 0 || IsRootDrawn)).ToLookup(n => _children[n.Index].Any());
        var (fill, stroke, ink) = theme == DiagramTheme.Dark ? ("#1e3a63", "#60a5fa", "#e8edf4") : ("#dbeafe", "#1d4ed8", "#0f172a");
        WriteClass("active", $"fill:{fill},stroke:{stroke},color:{ink}", active[false]);
        WriteClass("around", $"stroke:{stroke},stroke-width:2px", active[true]);
    }

    private void WriteClass(string name, string style, IEnumerable<DiagramNode> nodes)
    {
        if (nodes.Any())
        {
            Line(1, $"classDef {name} {style}");
            Line(1, $"class {string.Join(',', nodes.Select(n => $"s{n.Index}"))} {name}");
        }
    }

    /// <summary>The node in which an arrow is written; -1 for the end of the diagram.</summary>
    private int PlaceOf(DiagramEdge edge)
    {
        if (edge.Kind == DiagramEdgeKind.Initial)
        {
            return edge.Source;
        }

        var (source, target) = (_model.Nodes[edge.Source], _model.Nodes[edge.Target]);
        return source.Parent == target.Parent && source.Parent >= 0 && !IsRegion(source) ? source.Parent : -1;
    }

    private IEnumerable<string> LinesOf(DiagramNode node) =>
        node.Lines.Concat(_inward[node.Index].Select(e => $"{e.Label} → {_model.Nodes[e.Target].Label}"));

    private bool IsInward(DiagramEdge edge) =>
        edge.Kind == DiagramEdgeKind.Transition && edge.Source != edge.Target && (IsWithin(edge.Source, edge.Target) || IsWithin(edge.Target, edge.Source));

    private bool IsWithin(int index, int other)
    {
        while (index > other)
        {
            index = _model.Nodes[index].Parent;
        }

        return index == other;
    }

    private bool IsRegion(DiagramNode node) =>
        node.Parent >= 0
        && _model.Nodes[node.Parent].Kind == DiagramNodeKind.Parallel
        && node.Kind is not (DiagramNodeKind.ShallowHistory or DiagramNodeKind.DeepHistory);

    private void Line(int depth, string text) => _text.Append(' ', 2 * depth).Append(CultureInfo.InvariantCulture, $"{text}\n");
}
