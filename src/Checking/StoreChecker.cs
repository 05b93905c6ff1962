using System.Security.Cryptography;
using System.Text;
using Stator.Checking.Evidence;
using Stator.Checking.Rules;
using Stator.Machines;
using Stator.Machines.Stores;

namespace Stator.Checking;

/// <summary>
/// Looks at what a run left behind, apart from the code that wrote it: it only reads, tells each history again with the engine alone, and
/// compares that with the store and with what was seen from outside.
/// </summary>
/// <param name="store">What the run left behind. Nobody may write to it meanwhile.</param>
/// <param name="journal">What was seen from outside.</param>
/// <param name="options">What else there is to know of the run.</param>
public sealed class StoreChecker(IDurableStore store, Journal journal, CheckOptions options)
{
    private const int PageSize = 1_000;

    private readonly Findings _findings = new();
    private readonly IncrementalHash _digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly HashSet<MachineAddress> _checked = [];
    private PublishedMachines _machines = null!;
    private SendRule _sends = null!;
    private ServiceRule _services = null!;
    private TablesRule _tables = null!;
    private IndexRule _index = null!;
    private ProcessedRule _processed = null!;
    private long _turns;
    private long _timers;

    /// <summary>Looks at everything.</summary>
    public async Task<CheckReport> CheckAsync(CancellationToken cancellation = default)
    {
        _machines = await PublishedMachines.LoadAsync(store, options.Logic, cancellation).ConfigureAwait(false);
        _sends = new(_findings);
        _services = new(journal, _findings);
        _tables = new(store, _services, _findings);
        _index = new(store, _findings);
        _processed = new(store, options.Host, _findings);
        await CheckInstancesAsync(cancellation).ConfigureAwait(false);
        var outbox = await LoadOutboxAsync(cancellation).ConfigureAwait(false);
        var restedAtMs = options.RestedAt?.ToUnixTimeMilliseconds();
        _sends.End(outbox, journal);
        _services.End();
        await _tables.CheckAsync(outbox, restedAtMs, cancellation).ConfigureAwait(false);
        await _index.CheckAsync(cancellation).ConfigureAwait(false);
        if (restedAtMs is { } at)
        {
            await new RestRule(store, _findings).CheckAsync(outbox, at, cancellation).ConfigureAwait(false);
        }

        return new(
            _findings.Kept, _findings.Count, _checked.Count, _turns, journal.AcknowledgedCount, _timers, _sends.Count, _services.Count,
            Convert.ToHexStringLower(_digest.GetHashAndReset()));
    }

    /// <summary>The instances that can be found, those that the journal knows, and those that they speak of: one that was disposed of is not found.</summary>
    private async Task CheckInstancesAsync(CancellationToken cancellation)
    {
        var known = new List<MachineAddress>(journal.Addresses);
        for (var after = 0L; ;)
        {
            var page = await store.FindAsync(new() { After = after, Limit = PageSize }, cancellation).ConfigureAwait(false);
            foreach (var found in page)
            {
                known.Add(found.Record.Address);
                after = found.Ordinal;
            }

            if (page.Count < PageSize)
            {
                break;
            }
        }

        while (known.Count > 0)
        {
            foreach (var address in known.Where(_checked.Add).OrderBy(a => a.ToString(), StringComparer.Ordinal))
            {
                await CheckAsync(address, cancellation).ConfigureAwait(false);
            }

            known = [.. _sends.Receivers.Where(a => !_checked.Contains(a))];
        }
    }

    private async Task CheckAsync(MachineAddress address, CancellationToken cancellation)
    {
        var stored = await store.LoadAsync(address, cancellation).ConfigureAwait(false);
        var requests = new RequestRule(address, journal.Of(address), _findings);
        _sends.End(address, stored?.Record);
        if (stored is null)
        {
            requests.End();
            return;
        }

        var telling = new TellingRule(address, _findings);
        var timers = new TimerRule(address, _findings);
        var retelling = new Retelling(address, _machines);
        var isTold = true;
        for (var after = 0L; ;)
        {
            var page = await store.LoadHistoryAsync(address, after, PageSize, cancellation).ConfigureAwait(false);
            foreach (var entry in page)
            {
                telling.Count(entry);
                Digest($"{address} {entry.Sequence} {entry.AtMs} {entry.Kind} {entry.EventId} {entry.Caller} ", entry.Detail.Span);
                isTold = isTold && Tell(address, retelling, entry, telling, requests, timers);
                after = entry.Sequence;
            }

            if (page.Count < PageSize)
            {
                break;
            }
        }

        _timers += timers.Count;
        Digest($"{address} {stored.Record.Sequence} ", stored.Record.Snapshot.Span);
        var isPurged = stored.Record.DisposedAtMs is not null && retelling.Snapshot is null;
        if (isTold && !isPurged)
        {
            telling.End(stored.Record, retelling.Snapshot);
            requests.End();
            _tables.Look(address, stored.Record, retelling.Snapshot);
            _index.End(address, stored.Record, retelling.Snapshot);
            await _processed.CheckAsync(stored, requests.Named, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Tells one turn and lets every rule look at it; false where the telling ends here.</summary>
    private bool Tell(MachineAddress address, Retelling retelling, HistoryEntry entry, TellingRule telling, RequestRule requests, TimerRule timers)
    {
        var (told, obstacle) = retelling.Tell(entry);
        if (told is not { } turn)
        {
            _findings.Add(CheckRule.Fold, address, entry.Sequence, obstacle!);
            return false;
        }

        _turns++;
        telling.Look(turn);
        requests.Look(turn);
        timers.Look(turn);
        _sends.Look(address, turn);
        _services.Look(address, turn);
        _index.Look(address, turn.After);
        return true;
    }

    private async Task<HashSet<OutboxId>> LoadOutboxAsync(CancellationToken cancellation)
    {
        var all = new HashSet<OutboxId>();
        for (var after = 0L; ;)
        {
            var page = await store.LoadOutboxAsync(after, PageSize, cancellation).ConfigureAwait(false);
            foreach (var (ordinal, entry) in page)
            {
                _findings.Require(all.Add(entry.Id), CheckRule.Tables, entry.Id.Address, entry.Id.Sequence, () => $"'{entry.Id}' is in the outbox twice");
                after = ordinal;
            }

            if (page.Count < PageSize)
            {
                return all;
            }
        }
    }

    private void Digest(string head, ReadOnlySpan<byte> body)
    {
        _digest.AppendData(Encoding.UTF8.GetBytes(head));
        _digest.AppendData(body);
        _digest.AppendData("\n"u8);
    }
}
