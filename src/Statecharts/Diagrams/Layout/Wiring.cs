namespace Stator.Statecharts.Diagrams.Layout;

/// <summary>Makes lines of transitions, and cuts them at the borders that they cross.</summary>
internal static class Wiring
{
    /// <summary>The lines, each with the part of it that lies in the outermost frame it touches.</summary>
    public static IReadOnlyList<Wire> Of(DiagramModel model, BoxTree tree)
    {
        var wires = new List<Wire>();
        foreach (var group in model.Edges.GroupBy(e => (Source: tree.Source(e), Target: tree.Target(e))))
        {
            var (from, to) = group.Key;
            if (ReferenceEquals(from, to))
            {
                from.IsLooped = true;
                from.Loop = LabelBlock.Of(group);
                continue;
            }

            var wire = new Wire(from, to, group.First().Kind) { Label = LabelBlock.Of(group) };
            wire.Edges.AddRange(group);
            Begin(wire);
            wires.Add(wire);
        }

        return wires;
    }

    /// <summary>
    /// Once the layers of a frame are known: lines that come from, or lead to, the inside of one of its boxes go on in that box's frame.
    /// </summary>
    public static void CrossBorders(Frame frame)
    {
        foreach (var link in frame.Links)
        {
            if (link.From.Box is { Frame: { } source } from && !ReferenceEquals(from, link.Wire.From) && link.Wire.From.IsWithin(from))
            {
                var port = PortOf(source, isTop: link.IsUpward);
                var part = new Link(source, link.Wire, link.Wire.From.ChildOf(from).Item!, port) { IsUpward = link.IsUpward };
                source.Links.Add(part);
                link.Wire.Links.Insert(0, part);
                SetPort(link, isUpper: !link.IsUpward, port);
            }

            if (link.To.Box is { Frame: { } target } to && !ReferenceEquals(to, link.Wire.To) && link.Wire.To.IsWithin(to))
            {
                var port = PortOf(target, isTop: !link.IsUpward);
                var part = new Link(target, link.Wire, port, link.Wire.To.ChildOf(to).Item!) { IsUpward = link.IsUpward };
                target.Links.Add(part);
                link.Wire.Links.Add(part);
                SetPort(link, isUpper: link.IsUpward, port);
            }
        }
    }

    private static void Begin(Wire wire)
    {
        var frame = CommonFrame(wire.From, wire.To);
        var owner = frame.Owner;
        var from = ReferenceEquals(wire.From, owner) ? PortOf(frame, isTop: true) : wire.From.ChildOf(owner).Item!;
        var to = ReferenceEquals(wire.To, owner) ? PortOf(frame, isTop: false) : wire.To.ChildOf(owner).Item!;
        if (frame.IsParallel && from.Box is { IsRegion: true } && to.Box is { IsRegion: true })
        {
            TurnBelow(wire, frame, from, to);
            return;
        }

        var link = new Link(frame, wire, from, to) { CarriesLabel = wire.Label is not null };
        frame.Links.Add(link);
        wire.Links.Add(link);
    }

    /// <summary>Regions stand side by side: a line between two of them goes down to its label and up again.</summary>
    private static void TurnBelow(Wire wire, Frame frame, Item from, Item to)
    {
        var turn = new Item(wire.Label is null ? ItemKind.Bend : ItemKind.Label, frame) { Label = wire.Label };
        frame.Items.Add(turn);
        wire.LabelItem = wire.Label is null ? null : turn;
        var down = new Link(frame, wire, from, turn);
        var up = new Link(frame, wire, turn, to) { IsUpward = true };
        frame.Links.AddRange([down, up]);
        wire.Links.AddRange([down, up]);
    }

    /// <summary>The innermost frame that holds both ends, or one end whose border the other one lies in.</summary>
    private static Frame CommonFrame(Box from, Box to)
    {
        var owner = from.Depth <= to.Depth ? from : to;
        while (owner.Frame is null || !from.IsWithin(owner) || !to.IsWithin(owner))
        {
            owner = owner.Parent!;
        }

        return owner.Frame;
    }

    private static Item PortOf(Frame frame, bool isTop)
    {
        var port = new Item(ItemKind.Port, frame) { IsTop = isTop };
        frame.Items.Add(port);
        return port;
    }

    private static void SetPort(Link link, bool isUpper, Item port)
    {
        if (isUpper)
        {
            link.UpperPort = port;
        }
        else
        {
            link.LowerPort = port;
        }
    }
}
