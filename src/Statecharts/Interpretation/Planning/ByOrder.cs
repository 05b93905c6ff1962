namespace Stator.Statecharts.Interpretation;

/// <summary>Document order.</summary>
internal sealed class ByOrder : IComparer<StateNode>
{
    public static ByOrder Instance { get; } = new();

    public int Compare(StateNode? x, StateNode? y) => x!.Order.CompareTo(y!.Order);
}
