using System.Collections.Immutable;
using Stator.Machines.Hosting;
using Stator.Machines.Stores;

namespace Stator.Grains.Machines;

/// <summary>
/// Performs the committed effects of one instance: in order within a lane, lanes beside each other. Touched by the instance's grain only.
/// </summary>
internal sealed class OutboxLanes(Delivery delivery, Func<OutboxId, Task> confirm)
{
    private readonly Dictionary<LaneKey, DeliveryLane> _lanes = [];
    private readonly HashSet<OutboxId> _known = [];
    private readonly HashSet<OutboxId> _givenUp = [];
    private readonly CancellationTokenSource _stopping = new();

    /// <summary>Takes over what was committed; what is known already is not taken twice.</summary>
    public void Add(ImmutableArray<OutboxEntry> entries)
    {
        foreach (var entry in entries)
        {
            if (!_stopping.IsCancellationRequested && _known.Add(entry.Id))
            {
                Add(LaneKey.Of(entry), entry);
            }
        }
    }

    /// <summary>Tries an effect once more that is stuck; returns when it is performed, or was refused again.</summary>
    public async Task TryAgainAsync(OutboxId id)
    {
        if (FindBlocked(id) is { } lane)
        {
            lane.IsBlocked = false;
            if (await TryHeadAsync(lane))
            {
                _ = RunAsync(lane);
            }
        }
    }

    /// <summary>Gives up an effect that is stuck, for good.</summary>
    public async Task GiveUpAsync(OutboxId id)
    {
        if (FindBlocked(id) is { } lane)
        {
            lane.IsBlocked = false;
            await EndHeadAsync(lane);
            _ = RunAsync(lane);
        }
        else if (_known.Contains(id))
        {
            // It is being tried once more; that is the last time.
            _givenUp.Add(id);
        }
    }

    /// <summary>Begins nothing more; the record has the rest.</summary>
    public void Stop() => _stopping.Cancel();

    private void Add(LaneKey key, OutboxEntry entry)
    {
        if (!_lanes.TryGetValue(key, out var lane))
        {
            _lanes[key] = lane = new(key);
        }

        lane.Add(entry);
        if (lane.Count == 1)
        {
            _ = RunAsync(lane);
        }
    }

    private async Task RunAsync(DeliveryLane lane)
    {
        while (lane.Count > 0 && await TryHeadAsync(lane))
        {
        }

        if (lane.Count == 0)
        {
            _lanes.Remove(lane.Key);
        }
    }

    /// <summary>Performs the head; false where the lane does not move on.</summary>
    private async Task<bool> TryHeadAsync(DeliveryLane lane)
    {
        var entry = lane.Head;
        var outcome = await delivery.PerformAsync(lane, entry, _stopping.Token);
        if (outcome == Delivered.Yes || (outcome == Delivered.Blocked && _givenUp.Remove(entry.Id)))
        {
            await EndHeadAsync(lane);
            return true;
        }

        lane.IsBlocked = outcome == Delivered.Blocked;
        return false;
    }

    private async Task EndHeadAsync(DeliveryLane lane)
    {
        var id = lane.Head.Id;
        await delivery.SettleAsync([id], _stopping.Token);
        await confirm(id);
        lane.Take();
        _known.Remove(id);
    }

    private DeliveryLane? FindBlocked(OutboxId id) => _lanes.Values.FirstOrDefault(l => l is { IsBlocked: true, Count: > 0 } && l.Head.Id == id);
}
