using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Stator.Statecharts.Tests.Diagrams;

/// <summary>The geometry of an SVG, read back from its text.</summary>
internal sealed partial class SvgPicture
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    public SvgPicture(string text)
    {
        Document = XDocument.Parse(text, LoadOptions.PreserveWhitespace);
        var root = Document.Root!;
        Frame = new(0, 0, (double)root.Attribute("width")!, (double)root.Attribute("height")!);
        States = root.Elements(Svg + "g").Where(g => g.Attribute("data-id") is not null).ToDictionary(g => g.Attribute("data-id")!.Value, AreaOf);
        Captions = root.Elements(Svg + "g").Where(g => ClassOf(g).Contains("compound") || ClassOf(g).Contains("parallel")).SelectMany(g => g.Elements(Svg + "text")).Select(TextArea).ToList();
        Plates = root.Descendants(Svg + "rect").Where(r => ClassOf(r).Contains("plate")).Select(RectArea).ToList();
        Starts = root.Elements(Svg + "circle").Select(CircleArea).ToList();
        Wires = root.Elements(Svg + "path").Where(p => ClassOf(p).Contains("wire")).Select(p => Corners(p.Attribute("d")!.Value)).ToList();
        Titles = root.Descendants(Svg + "text").Where(t => ClassOf(t).Contains("title")).Select(t => t.Value).ToList();
    }

    public XDocument Document { get; }

    public Area Frame { get; }

    public IReadOnlyDictionary<string, Area> States { get; }

    /// <summary>The texts of groups.</summary>
    public IReadOnlyList<Area> Captions { get; }

    public IReadOnlyList<Area> Plates { get; }

    public IReadOnlyList<Area> Starts { get; }

    /// <summary>Lines, without the rounding of their corners.</summary>
    public IReadOnlyList<IReadOnlyList<(double X, double Y)>> Wires { get; }

    public IReadOnlyList<string> Titles { get; }

    public IEnumerable<Area> Segments => Wires.SelectMany(w => w.Zip(w.Skip(1), (a, b) =>
        new Area(Math.Min(a.X, b.X), Math.Min(a.Y, b.Y), Math.Abs(a.X - b.X), Math.Abs(a.Y - b.Y))));

    private static Area AreaOf(XElement group) => group.Elements(Svg + "rect").FirstOrDefault() is { } rect ? RectArea(rect) : CircleArea(group.Element(Svg + "circle")!);

    private static Area RectArea(XElement rect) => new(Number(rect, "x"), Number(rect, "y"), Number(rect, "width"), Number(rect, "height"));

    private static Area CircleArea(XElement circle) =>
        new(Number(circle, "cx") - Number(circle, "r"), Number(circle, "cy") - Number(circle, "r"), 2 * Number(circle, "r"), 2 * Number(circle, "r"));

    /// <summary>About where the letters of a text stand; five pixels each is less than most fonts take.</summary>
    private static Area TextArea(XElement text) => new(Number(text, "x"), Number(text, "y") - 9, text.Value.Length * 5, 10);

    private static double Number(XElement element, string name) => double.Parse(element.Attribute(name)!.Value, CultureInfo.InvariantCulture);

    private static string[] ClassOf(XElement element) => element.Attribute("class")?.Value.Split(' ') ?? [];

    private static List<(double X, double Y)> Corners(string path) =>
        [.. Command().Matches(path).Select(m => (Of(m, 1), Of(m, 2)))];

    private static double Of(Match match, int group) => double.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);

    /// <summary>Where the pen moves to, or the control point of a rounded corner; the beginning of a rounding lies on the line.</summary>
    [GeneratedRegex(@"[MLQ]\s*(-?[\d.]+) (-?[\d.]+)")]
    private static partial Regex Command();
}

/// <summary>A rectangle.</summary>
internal readonly record struct Area(double X, double Y, double Width, double Height)
{
    public double Right => X + Width;

    public double Bottom => Y + Height;

    public bool Overlaps(Area other) => X < other.Right && other.X < Right && Y < other.Bottom && other.Y < Bottom;

    public bool Contains(Area other) => X <= other.X && Y <= other.Y && Right >= other.Right && Bottom >= other.Bottom;

    public Area Shrunk(double by) => new(X + by, Y + by, Width - 2 * by, Height - 2 * by);
}
