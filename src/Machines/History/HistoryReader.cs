using System.Collections.Immutable;
using Stator.Machines.Definitions;
using Stator.Machines.Instances;
using Stator.Machines.Secrets;
using Stator.Machines.Stores;
using Stator.Statecharts.Data;
using Stator.Statecharts.Interpretation;
using Stator.Statecharts.Snapshots;

namespace Stator.Machines.History;

/// <summary>Reads what instances went through: their turns, and how they were after one of them.</summary>
public sealed class HistoryReader(IInstanceStore store, DefinitionCatalog definitions)
{
    private const int PageSize = 500;

    /// <summary>A page of the turns of an instance.</summary>
    /// <param name="address">Which instance.</param>
    /// <param name="after">The sequence to go on after.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public async Task<HistoryPage> ReadAsync(MachineAddress address, long after, int limit, CancellationToken cancellation)
    {
        var entries = await store.LoadHistoryAsync(address, after, limit, cancellation).ConfigureAwait(false);
        var secrets = definitions.Published(address.Machine).Select(SecretPaths.Of).Where(s => !s.IsEmpty).ToList();
        var turns = entries.Select(e => TurnOf(address, e, secrets)).ToImmutableArray();
        return new(turns, turns.Length == limit ? turns[^1].Sequence : null);
    }

    /// <summary>An instance as it was right after a turn.</summary>
    /// <exception cref="RequestRefusedException">There was no such turn, or it cannot be repeated.</exception>
    public async Task<InstanceSnapshot> ReadAtAsync(MachineAddress address, long sequence, CancellationToken cancellation)
    {
        var stored = await store.LoadAsync(address, cancellation).ConfigureAwait(false)
            ?? throw new RequestRefusedException(Faults.UnknownInstance(address));
        if (sequence < 1 || sequence > stored.Record.Sequence)
        {
            throw new RequestRefusedException(Faults.UnknownSequence(address, sequence, stored.Record.Sequence));
        }

        // An earlier life of the address begins somewhere before; the fold begins anew at each start.
        var fold = new HistoryFold(version => definitions.RequirePinned(address, version));
        for (var after = sequence >= stored.Record.FirstSequence ? stored.Record.FirstSequence - 1 : 0; fold.Last is null || fold.Last.Sequence < sequence;)
        {
            var page = await store.LoadHistoryAsync(address, after, (int)Math.Min(PageSize, sequence - after), cancellation).ConfigureAwait(false);
            if (page.Count == 0 || (fold.Snapshot is null && page[0].Kind != HistoryKind.Start))
            {
                throw new RequestRefusedException(Faults.HistoryGone(address, sequence));
            }

            Apply(fold, page, address);
            after = page[^1].Sequence;
        }

        return SnapshotOf(address, fold);
    }

    private static void Apply(HistoryFold fold, IReadOnlyList<HistoryEntry> page, MachineAddress address)
    {
        foreach (var entry in page)
        {
            try
            {
                fold.Apply(entry);
            }
            catch (StepRefusedException e)
            {
                throw new RequestRefusedException(Faults.NotRepeatable(address, entry.Sequence, e.Fault), e);
            }
        }
    }

    private static InstanceSnapshot SnapshotOf(MachineAddress address, HistoryFold fold)
    {
        var snapshot = fold.Snapshot!;
        return InstanceSnapshots.Of(
            new(
                address, snapshot.Definition.Version, snapshot.Definition.Hash, fold.Last!.Sequence, snapshot.Status, SnapshotJson.Write(snapshot),
                fold.First!.AtMs, fold.Last.AtMs),
            snapshot.Definition);
    }

    /// <summary>An entry may be of any version, so the secrets of all of them are left out.</summary>
    private static HistoryTurn TurnOf(MachineAddress address, HistoryEntry entry, List<SecretPaths> secrets) => new(
        address, entry.Sequence, DateTimeOffset.FromUnixTimeMilliseconds(entry.AtMs), entry.Kind, entry.EventId, entry.Caller,
        secrets.Aggregate(Value.Parse(entry.Detail.Span), (detail, secret) => secret.MaskHistory(detail)));
}
