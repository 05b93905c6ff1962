namespace Stator.Statecharts.Diagrams.Layout;

/// <summary>
/// Where everything of a picture lies. Each group is a frame whose children are laid out in layers (after Sugiyama, Tagawa and Toda). A line between boxes of
/// different frames is cut at the borders that it crosses, and each part is laid out in its own frame, so that no line runs through a box.
/// <list type="number">
/// <item>From the outside in: which child stands above which decides on which side a line crosses a border (<see cref="Ranking"/>).</item>
/// <item>From the inside out: each frame orders its layers and places them (<see cref="FrameLayout"/>); then the size of its box is known.</item>
/// <item>From the outside in: places in the whole picture, and the parts of each line joined.</item>
/// </list>
/// Labels take part as boxes of their own. All is counted in whole pixels, so that the same chart gives the same picture on any machine.
/// </summary>
internal sealed class ChartLayout
{
    private ChartLayout(BoxTree tree, IReadOnlyList<Wire> wires)
    {
        Canvas = tree.Canvas;
        Boxes = tree.Boxes;
        Wires = wires;
    }

    public Box Canvas { get; }

    /// <summary>Outer ones before inner ones; the canvas first.</summary>
    public IReadOnlyList<Box> Boxes { get; }

    public IReadOnlyList<Wire> Wires { get; }

    public static ChartLayout Of(DiagramModel model)
    {
        var tree = BoxTree.Of(model);
        var wires = Wiring.Of(model, tree);
        var framed = tree.Boxes.Where(b => b.Frame is not null).ToList();
        foreach (var box in framed)
        {
            Ranking.Assign(box.Frame!);
            Wiring.CrossBorders(box.Frame!);
        }

        for (var i = framed.Count - 1; i >= 0; i--)
        {
            FrameLayout.Place(framed[i].Frame!);
        }

        foreach (var box in tree.Boxes.Skip(1))
        {
            var outer = box.Parent!;
            box.X = outer.X + outer.Frame!.X + box.Item!.X;
            box.Y = outer.Y + outer.Frame.Y + box.Item.BoxTop;
        }

        foreach (var wire in wires)
        {
            wire.Points = WirePath.Of(wire);
        }

        return new(tree, wires);
    }
}
