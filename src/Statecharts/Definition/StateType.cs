namespace Stator.Statecharts;

/// <summary>The five kinds of state node.</summary>
public enum StateType
{
    /// <summary>No children.</summary>
    Atomic,

    /// <summary>Exactly one child is active while the node is.</summary>
    Compound,

    /// <summary>Every child (a region) is active while the node is.</summary>
    Parallel,

    /// <summary>A leaf whose entry completes its parent.</summary>
    Final,

    /// <summary>Never active: a target that stands for what was active in its parent when the parent was left.</summary>
    History,
}

/// <summary>How much a history node remembers.</summary>
public enum HistoryKind
{
    /// <summary>The children of its parent.</summary>
    Shallow,

    /// <summary>The leaves below its parent.</summary>
    Deep,
}
