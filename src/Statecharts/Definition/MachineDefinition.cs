using System.Collections.Frozen;
using System.Collections.Immutable;
using Stator.Statecharts.Authoring;
using Stator.Statecharts.Data;
using Stator.Statecharts.Interpretation;

namespace Stator.Statecharts;

/// <summary>
/// A machine, read and checked: the immutable chart and the code that is bound to its names. The same definition may be used by any
/// number of threads and instances at once.
/// </summary>
public sealed class MachineDefinition
{
    private readonly FrozenDictionary<string, StateNode> _byId;
    private readonly Lazy<bool> _dependsOnTime;

    internal MachineDefinition(DefinitionParts parts)
    {
        Root = parts.Root;
        Version = parts.Version;
        Hash = parts.Hash;
        Document = parts.Document;
        Context = parts.Context;
        Options = parts.Options;
        Schemas = parts.Schemas;
        Nodes = parts.Nodes;
        _byId = Nodes.ToFrozenDictionary(n => n.Id, StringComparer.Ordinal);
        Logic = BoundLogic.Empty;
        Plans = new PlanCache(this);
        _dependsOnTime = new(() => this.Delays().Any() || this.Sources().Any());
    }

    /// <summary>The machine's name.</summary>
    public string Id => Root.Id;

    /// <summary>The version its author gave it; <c>1</c> where none was given.</summary>
    public string Version { get; }

    /// <summary>SHA-256 of the document without white space; 64 hex digits. The order of keys counts, as it is the document order.</summary>
    public string Hash { get; }

    /// <summary>The document it was read from.</summary>
    public Value Document { get; }

    /// <summary>The root node.</summary>
    public StateNode Root { get; }

    /// <summary>All nodes in document order.</summary>
    public ImmutableArray<StateNode> Nodes { get; }

    /// <summary>The initial context; it sees <c>input</c>.</summary>
    public Template Context { get; }

    /// <summary>Limits.</summary>
    public MachineOptions Options { get; }

    /// <summary>What input, context, output and events must look like.</summary>
    public MachineSchemas Schemas { get; }

    /// <summary>The code bound to its names.</summary>
    public BoundLogic Logic { get; private set; }

    /// <summary>Whether it matters to any step when it happens: the machine has timers, services or children.</summary>
    public bool DependsOnTime => _dependsOnTime.Value;

    internal PlanCache Plans { get; }

    /// <summary>The node with that id, or null.</summary>
    public StateNode? FindState(string id) => _byId.GetValueOrDefault(id);

    /// <summary>The same chart with other code bound to it.</summary>
    internal MachineDefinition With(BoundLogic logic)
    {
        var copy = (MachineDefinition)MemberwiseClone();
        copy.Logic = logic;
        return copy;
    }

    /// <summary>Whether the two have their nodes in common, whatever code is bound to them.</summary>
    internal bool SharesChartWith(MachineDefinition other) => ReferenceEquals(Plans, other.Plans);

    /// <summary>Whether the two were read from the same document.</summary>
    internal bool IsSameDocument(MachineDefinition other) => Id == other.Id && Version == other.Version && Hash == other.Hash;
}

/// <summary>What a parser has ready when a definition comes into being.</summary>
internal sealed record DefinitionParts(
    StateNode Root,
    string Version,
    string Hash,
    Value Document,
    Template Context,
    MachineOptions Options,
    MachineSchemas Schemas,
    ImmutableArray<StateNode> Nodes);
