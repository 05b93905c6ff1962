namespace Stator.Statecharts.Diagrams.Layout;

/// <summary>The boxes of a model: one for each node, a dot for each default, and the canvas around all.</summary>
internal sealed class BoxTree
{
    private readonly Dictionary<int, Box> _starts = [];
    private readonly Box[] _byNode;

    private BoxTree(DiagramModel model)
    {
        Canvas = new(null, null, BoxKind.Canvas);
        var boxes = new List<Box> { Canvas };
        var hasChildren = model.Nodes.Select(n => n.Parent).ToHashSet();
        _byNode = new Box[model.Nodes.Length];
        foreach (var node in model.Nodes)
        {
            var kind = node.Kind is DiagramNodeKind.ShallowHistory or DiagramNodeKind.DeepHistory ? BoxKind.History
                : hasChildren.Contains(node.Index) ? BoxKind.Group
                : BoxKind.Leaf;
            _byNode[node.Index] = new(node, node.Parent < 0 ? Canvas : _byNode[node.Parent], kind);
            boxes.Add(_byNode[node.Index]);
        }

        foreach (var edge in model.Edges.Where(e => e.Kind == DiagramEdgeKind.Initial))
        {
            var start = new Box(null, _byNode[edge.Source], BoxKind.Start);
            _starts[edge.Source] = start;
            boxes.Add(start);
        }

        Boxes = boxes;
    }

    public Box Canvas { get; }

    /// <summary>Outer ones before inner ones; the canvas first.</summary>
    public IReadOnlyList<Box> Boxes { get; }

    public static BoxTree Of(DiagramModel model) => new(model);

    public Box Source(DiagramEdge edge) => edge.Kind == DiagramEdgeKind.Initial ? _starts[edge.Source] : _byNode[edge.Source];

    public Box Target(DiagramEdge edge) => _byNode[edge.Target];
}
