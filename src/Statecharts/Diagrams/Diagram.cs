using Stator.Statecharts.Diagrams.Layout;
using Stator.Statecharts.Diagrams.Writing;

namespace Stator.Statecharts.Diagrams;

/// <summary>Draws a machine. The same definition and options give the same text, always.</summary>
public static class Diagram
{
    /// <summary>A Mermaid state diagram (<c>stateDiagram-v2</c>).</summary>
    public static string Mermaid(MachineDefinition definition, DiagramOptions? options = null) =>
        MermaidWriter.Write(ModelOf(definition, options), options ?? DiagramOptions.Default);

    /// <summary>A Graphviz graph; <c>dot</c> draws it.</summary>
    public static string Dot(MachineDefinition definition, DiagramOptions? options = null) =>
        DotWriter.Write(ModelOf(definition, options), options ?? DiagramOptions.Default);

    /// <summary>A picture, laid out here; no other program is needed.</summary>
    public static string Svg(MachineDefinition definition, DiagramOptions? options = null) =>
        SvgWriter.Write(ChartLayout.Of(ModelOf(definition, options)), options ?? DiagramOptions.Default);

    private static DiagramModel ModelOf(MachineDefinition definition, DiagramOptions? options) =>
        DiagramModel.Of(definition, options?.ActiveStateIds);
}
