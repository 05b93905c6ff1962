using Stator.Statecharts.Diagrams;

namespace Stator.Statecharts.Tests.Diagrams;

public class SvgLayoutTests
{
    public static TheoryData<string> AllCharts() =>
    [
        Charts.Order,
        Charts.Flat(12, 2, 1),
        Charts.Flat(40, 3, 2),
        Charts.Flat(25, 0, 3),
        """{ "id": "lonely" }""",
        """{ "id": "self", "on": { "A": { "target": "#self", "reenter": true } } }""",
        """{ "id": "star", "initial": "hub", "states": { "hub": { "on": { "A": "a", "B": "b", "C": "c", "D": "d", "E": "e", "F": "f", "G": "g" } }, "a": {}, "b": {}, "c": {}, "d": {}, "e": {}, "f": {}, "g": {} } }""",
        .. Enumerable.Range(0, 80).Select(Charts.Nested),
    ];

    [Theory]
    [MemberData(nameof(AllCharts))]
    public void States_lie_inside_their_parents_and_beside_their_siblings(string json)
    {
        var definition = Charts.Read(json);
        var picture = new SvgPicture(Diagram.Svg(definition));
        Assert.Equal(definition.Nodes.Length, picture.States.Count);
        foreach (var node in definition.Nodes)
        {
            var outer = node.Parent is null ? picture.Frame : picture.States[node.Parent.Id];
            Assert.True(outer.Contains(picture.States[node.Id]), $"{node} lies outside");
            foreach (var sibling in node.Children.SelectMany((a, i) => node.Children.Skip(i + 1).Select(b => (A: a, B: b))))
            {
                Assert.False(picture.States[sibling.A.Id].Overlaps(picture.States[sibling.B.Id]), $"{sibling.A} overlaps {sibling.B}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(AllCharts))]
    public void Labels_overlap_neither_states_nor_dots_nor_each_other(string json)
    {
        var definition = Charts.Read(json);
        var picture = new SvgPicture(Diagram.Svg(definition));
        var solid = definition.Nodes.Where(n => n.Children.IsEmpty).Select(n => picture.States[n.Id]).Concat(picture.Starts).Concat(picture.Captions).ToList();
        foreach (var (i, plate) in picture.Plates.Index())
        {
            Assert.True(picture.Frame.Contains(plate), $"label {i} lies outside");
            Assert.DoesNotContain(solid, s => s.Overlaps(plate));
            Assert.DoesNotContain(picture.Plates.Skip(i + 1), p => p.Overlaps(plate));
            // A label lies wholly inside or wholly outside of a group: a border never runs through it.
            Assert.All(definition.Nodes, n => Assert.True(!picture.States[n.Id].Overlaps(plate) || picture.States[n.Id].Contains(plate), $"{n} cuts label {i}"));
        }
    }

    [Theory]
    [MemberData(nameof(AllCharts))]
    public void No_line_runs_through_a_state_a_caption_or_the_label_of_another(string json)
    {
        var definition = Charts.Read(json);
        var picture = new SvgPicture(Diagram.Svg(definition));
        var solid = definition.Nodes.Where(n => n.Children.IsEmpty).Select(n => picture.States[n.Id].Shrunk(1)).Concat(picture.Captions).ToList();
        foreach (var segment in picture.Segments)
        {
            Assert.DoesNotContain(solid, s => s.Overlaps(segment));
            Assert.DoesNotContain(picture.Plates, p => p.Shrunk(1).Overlaps(segment) && Math.Abs(p.X + p.Width / 2 - segment.X) > 0.5);
        }
    }

    [Theory]
    [MemberData(nameof(AllCharts))]
    public void Each_state_is_named_once(string json)
    {
        var definition = Charts.Read(json);
        var titles = new SvgPicture(Diagram.Svg(definition)).Titles;
        var expected = definition.Nodes.Select(n => n.Type != StateType.History ? n.Key : n.History == HistoryKind.Deep ? "H*" : "H");
        Assert.Equal(expected.Order(StringComparer.Ordinal), titles.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_same_chart_gives_the_same_picture()
    {
        foreach (var json in new[] { Charts.Order, Charts.Nested(7), Charts.Flat(40, 3, 2) })
        {
            Assert.Equal(Diagram.Svg(Charts.Read(json)), Diagram.Svg(Charts.Read(json)));
        }
    }

    [Fact]
    public void Three_hundred_states_are_laid_out()
    {
        var definition = Charts.Read(Charts.Flat(300, 2, 4));
        var picture = new SvgPicture(Diagram.Svg(definition));
        Assert.Equal(301, picture.States.Count);
    }

    [Fact]
    public void A_deep_chart_and_a_long_one_need_no_deep_stack()
    {
        var deep = string.Concat(Enumerable.Range(0, 100).Select(i => $"\"initial\":\"s{i}\",\"states\":{{\"s{i}\":{{"));
        Assert.Equal(101, new SvgPicture(Diagram.Svg(Charts.Read("{\"id\":\"deep\"," + deep + new string('}', 201)))).States.Count);
        var chain = string.Join(',', Enumerable.Range(0, 3000).Select(i => $"\"s{i}\":{{\"on\":{{\"NEXT\":\"s{(i + 1) % 3000}\"}}}}"));
        Assert.Equal(3001, new SvgPicture(Diagram.Svg(Charts.Read("{\"id\":\"ring\",\"initial\":\"s0\",\"states\":{" + chain + "}}"))).States.Count);
    }
}
