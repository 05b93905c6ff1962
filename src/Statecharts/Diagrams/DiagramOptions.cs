namespace Stator.Statecharts.Diagrams;

/// <summary>How a diagram looks.</summary>
public sealed record DiagramOptions
{
    /// <summary>Nothing is active; the colours follow the reader's preference.</summary>
    public static DiagramOptions Default { get; } = new();

    /// <summary>Ids of the states to highlight, such as the configuration of an instance; ids that the chart does not have are ignored.</summary>
    public IReadOnlyCollection<string> ActiveStateIds { get; init; } = [];

    /// <summary>Which colours are used.</summary>
    public DiagramTheme Theme { get; init; } = DiagramTheme.Auto;
}

/// <summary>The colours of a diagram.</summary>
public enum DiagramTheme
{
    /// <summary>SVG: what the reader prefers, by media query. Mermaid and DOT cannot ask, and stay with their own colours.</summary>
    Auto,

    /// <summary>Dark on light.</summary>
    Light,

    /// <summary>Light on dark.</summary>
    Dark,
}
