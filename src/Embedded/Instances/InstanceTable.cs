using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Stator.Machines;

namespace Stator.Embedded.Instances;

/// <summary>The instances in memory. Beyond the limit those that were not used for longest are put to rest; the store has all of them.</summary>
internal sealed class InstanceTable(int limit)
{
    private readonly ConcurrentDictionary<MachineAddress, InstanceCell> _cells = new();
    private readonly Lock _trimming = new();
    private long _clock;

    /// <summary>Counted here: to count, the dictionary would lock all of itself, and that at every turn.</summary>
    private int _count;

    private long _letGo;

    public int Count => Volatile.Read(ref _count);

    /// <summary>How often the state of an instance was let go. While that stays the same, what was read of one that is not in memory is what the store has.</summary>
    public long LetGo => Interlocked.Read(ref _letGo);

    public InstanceCell GetOrAdd(MachineAddress address)
    {
        if (!_cells.TryGetValue(address, out var cell))
        {
            cell = Add(address);
        }

        cell.LastUsed = Interlocked.Increment(ref _clock);
        return cell;
    }

    public bool TryGet(MachineAddress address, [MaybeNullWhen(false)] out InstanceCell cell) => _cells.TryGetValue(address, out cell);

    /// <summary>Forgets a cell that was evicted.</summary>
    public void Remove(InstanceCell cell)
    {
        // Before anybody can make another cell of it.
        CountLetGo();
        if (_cells.TryRemove(KeyValuePair.Create(cell.Address, cell)))
        {
            Interlocked.Decrement(ref _count);
        }
    }

    /// <summary>Says that the state of an instance was let go.</summary>
    public void CountLetGo() => Interlocked.Increment(ref _letGo);

    /// <summary>Makes room once there are a tenth too many, so that the sorting is paid for by many turns.</summary>
    public void Trim()
    {
        if (Count <= limit + (limit / 10) || !_trimming.TryEnter())
        {
            return;
        }

        try
        {
            foreach (var cell in _cells.Values.OrderBy(c => c.LastUsed).Take(Count - limit))
            {
                if (cell.TryEvict())
                {
                    Remove(cell);
                }
            }
        }
        finally
        {
            _trimming.Exit();
        }
    }

    private InstanceCell Add(MachineAddress address)
    {
        var made = new InstanceCell(address);
        var cell = _cells.GetOrAdd(address, made);
        if (ReferenceEquals(cell, made))
        {
            Interlocked.Increment(ref _count);
        }

        return cell;
    }
}
