using System.Collections.Immutable;
using Stator.Machines.Stores;

namespace Stator.Machines.Instances;

/// <summary>The named requests of a commit in the making, on top of those the instance remembers: as many, and for as long, as the options say.</summary>
internal sealed class AppliedRequests(ProcessedIds before, StatorOptions options, long nowMs)
{
    private readonly long _oldestMs = nowMs - (long)options.ProcessedEventWindow.TotalMilliseconds;

    /// <summary>By their names; null where there are none, as mostly.</summary>
    private Dictionary<string, Receipt>? _added;

    private List<string>? _forgotten;

    /// <summary>What the instance remembers after the commit.</summary>
    public ProcessedIds Ids { get; private set; } = before;

    public ImmutableArray<ProcessedEvent> Added => _added is null
        ? []
        : [.. _added.Values.OrderBy(r => r.Sequence).Select(r => new ProcessedEvent(r.EventId, r.Sequence, nowMs, ReceiptJson.Text(r).ToArray()))];

    public ImmutableArray<string> Forgotten => _forgotten is null ? [] : [.. _forgotten];

    public TurnAnswer? Find(string eventId)
    {
        ForgetOutdated();
        if (_added?.TryGetValue(eventId, out var receipt) == true)
        {
            return TurnAnswer.Applied(receipt with { IsDuplicate = true });
        }

        return Ids.Contains(eventId) ? TurnAnswer.Recorded(eventId) : null;
    }

    public void Add(Receipt receipt)
    {
        (_added ??= new(StringComparer.Ordinal)).Add(receipt.EventId, receipt);
        Ids = Ids.Add(new(receipt.EventId, nowMs));
        while (Ids.Count > options.MaxProcessedEvents)
        {
            ForgetOldest();
        }
    }

    private void ForgetOutdated()
    {
        while (Ids.Oldest is { } oldest && oldest.AtMs < _oldestMs)
        {
            ForgetOldest();
        }
    }

    private void ForgetOldest()
    {
        Ids = Ids.ForgetOldest(out var forgotten);
        if (_added?.Remove(forgotten) != true)
        {
            (_forgotten ??= []).Add(forgotten);
        }
    }
}
