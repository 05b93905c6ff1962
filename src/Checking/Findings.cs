using System.Collections.Immutable;
using Stator.Machines;

namespace Stator.Checking;

/// <summary>Gathers violations. Of each rule the first ones are kept, and all are counted: a broken run must not fill the memory.</summary>
internal sealed class Findings
{
    private const int KeptOfRule = 50;

    private readonly List<Violation> _kept = [];
    private readonly Dictionary<string, long> _counts = new(StringComparer.Ordinal);

    public ImmutableArray<Violation> Kept => [.. _kept];

    public long Count => _counts.Values.Sum();

    public void Add(string rule, MachineAddress? address, long sequence, string expected)
    {
        var count = _counts.GetValueOrDefault(rule) + 1;
        _counts[rule] = count;
        if (count <= KeptOfRule)
        {
            _kept.Add(new(rule, address, sequence, expected));
        }
    }

    public void Require(bool holds, string rule, MachineAddress? address, long sequence, Func<string> expected)
    {
        if (!holds)
        {
            Add(rule, address, sequence, expected());
        }
    }
}
