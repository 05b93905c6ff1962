namespace Stator.Statecharts.Interpretation;

/// <summary>A set of nodes under construction, one bit a node.</summary>
internal sealed class NodeSet
{
    private readonly ulong[] _bits;

    public NodeSet(int nodeCount, Configuration? start)
    {
        _bits = new ulong[(nodeCount + 63) / 64];
        start?.Bits.CopyTo(_bits);
    }

    public void Add(StateNode node) => _bits[node.Order >> 6] |= 1UL << (node.Order & 63);

    public void Remove(IEnumerable<StateNode> nodes)
    {
        foreach (var node in nodes)
        {
            _bits[node.Order >> 6] &= ~(1UL << (node.Order & 63));
        }
    }

    public bool Contains(StateNode node) => (_bits[node.Order >> 6] & (1UL << (node.Order & 63))) != 0;

    public bool IsSameAs(Configuration configuration) => configuration.Bits.SequenceEqual(_bits);

    public ulong[] ToBits() => (ulong[])_bits.Clone();
}
