using System.Collections.Immutable;
using Stator.Machines.Stores;
using Stator.Statecharts.Snapshots;

namespace Stator.Machines.Instances;

/// <summary>
/// The one turn that an instance can have which nobody can read or run any more: it is disposed of. No exit action runs, as there is
/// no machine to run it; the bytes of its snapshot are kept for as long as its history.
/// </summary>
public static class UnreadDisposal
{
    /// <summary>Decides it.</summary>
    /// <param name="stored">What the store has.</param>
    /// <param name="request">Who asks for it.</param>
    /// <param name="now">The time.</param>
    /// <param name="incidents">The open incidents of the instance.</param>
    public static TurnDecision Decide(StoredInstance stored, DisposeInstance request, DateTimeOffset now, ImmutableArray<IncidentSubject> incidents)
    {
        ArgumentNullException.ThrowIfNull(stored);
        ArgumentNullException.ThrowIfNull(request);
        var nowMs = now.ToUnixTimeMilliseconds();
        var (address, sequence) = (stored.Record.Address, stored.Record.Sequence + 1);
        var record = stored.Record with { Sequence = sequence, Status = SnapshotStatus.Stopped, UpdatedAtMs = nowMs, DisposedAtMs = nowMs };
        var detail = """{"disposed":true,"unread":true,"transitions":[],"effects":[],"status":"stopped","value":null,"changed":true}"""u8.ToArray();
        var commit = new InstanceCommit(record, stored.Record.Sequence)
        {
            History = [new(sequence, nowMs, HistoryKind.Dispose, null, detail) { Caller = request.Caller }],
            SettledIncidents = [.. incidents.Where(i => i.Kind != IncidentKind.Delivery)],
        };
        var receipt = new Receipt(
            address, record.Version, sequence, SnapshotStatus.Stopped, default, [], default, [], default, Changed: true, IsDuplicate: false, $"{address}#{sequence}");
        return new(new(record, null, ProcessedIds.None), commit, [TurnAnswer.Applied(receipt)]);
    }
}
