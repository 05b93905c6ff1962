using System.Collections.Immutable;
using Stator.Machines.Stores;

namespace Stator.Machines.Instances;

/// <summary>The ids of the events an instance applied last. Immutable, so that a turn that is not committed leaves no trace.</summary>
public sealed class ProcessedIds
{
    private readonly ImmutableHashSet<string> _ids;
    private readonly ImmutableQueue<ProcessedId> _order;

    private ProcessedIds(ImmutableHashSet<string> ids, ImmutableQueue<ProcessedId> order)
    {
        _ids = ids;
        _order = order;
    }

    /// <summary>No event was applied.</summary>
    public static ProcessedIds None { get; } = new(ImmutableHashSet.Create<string>(StringComparer.Ordinal), []);

    /// <summary>How many there are.</summary>
    public int Count => _ids.Count;

    /// <summary>The one applied first; null where there is none.</summary>
    public ProcessedId? Oldest => _order.IsEmpty ? null : _order.Peek();

    /// <summary>These ids, oldest first.</summary>
    public static ProcessedIds Of(ImmutableArray<ProcessedId> ids) => ids.IsEmpty ? None : new(
        ids.Select(id => id.EventId).ToImmutableHashSet(StringComparer.Ordinal), ImmutableQueue.Create(ids.AsSpan()));

    /// <summary>Whether the event was applied.</summary>
    public bool Contains(string id) => _ids.Contains(id);

    /// <summary>With one more.</summary>
    public ProcessedIds Add(ProcessedId id) => new(_ids.Add(id.EventId), _order.Enqueue(id));

    /// <summary>Without the oldest.</summary>
    public ProcessedIds ForgetOldest(out string forgotten)
    {
        var order = _order.Dequeue(out var oldest);
        forgotten = oldest.EventId;
        return new(_ids.Remove(forgotten), order);
    }
}
