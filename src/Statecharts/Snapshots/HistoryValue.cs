using System.Collections.Immutable;

namespace Stator.Statecharts.Snapshots;

/// <summary>What each history node remembers.</summary>
public sealed class HistoryValue
{
    private readonly ImmutableArray<StateNode>[] _byIndex;

    private HistoryValue(ImmutableArray<StateNode>[] byIndex) => _byIndex = byIndex;

    internal static HistoryValue None { get; } = new([]);

    /// <summary>Whether nothing is remembered.</summary>
    public bool IsEmpty => _byIndex.Length == 0;

    /// <summary>The nodes remembered for a history node; default where there are none.</summary>
    public ImmutableArray<StateNode> this[StateNode history] =>
        history.HistoryIndex >= 0 && history.HistoryIndex < _byIndex.Length ? _byIndex[history.HistoryIndex] : default;

    internal HistoryValue With(StateNode history, ImmutableArray<StateNode> nodes)
    {
        var copy = new ImmutableArray<StateNode>[Math.Max(_byIndex.Length, history.HistoryIndex + 1)];
        _byIndex.CopyTo(copy, 0);
        copy[history.HistoryIndex] = nodes;
        return new(copy);
    }
}
