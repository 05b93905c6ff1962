using Stator.Machines;
using Stator.Machines.Stores;
using Stator.Statecharts.Snapshots;

namespace Stator.Checking.Rules;

/// <summary>
/// By every term that an instance of a machine has, or ever had, exactly those are found that have it now; and each machine's instances
/// are counted as what they are.
/// </summary>
internal sealed class IndexRule(IInstanceStore store, Findings findings)
{
    private const int PageSize = 1_000;

    private readonly Dictionary<string, Dictionary<string, HashSet<MachineAddress>>> _byMachine = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Dictionary<(string Version, SnapshotStatus Status), long>> _counts = new(StringComparer.Ordinal);

    /// <summary>Takes over the terms of any time, so that one is seen that should have gone.</summary>
    public void Look(MachineAddress address, Snapshot past)
    {
        foreach (var term in IndexedTerms.Of(past))
        {
            Of(address.Machine, term);
        }
    }

    /// <summary>Takes over what an instance is found by.</summary>
    public void End(MachineAddress address, InstanceRecord record, Snapshot? snapshot)
    {
        if (record.DisposedAtMs is not null)
        {
            return;
        }

        if (!_counts.TryGetValue(address.Machine, out var counts))
        {
            _counts[address.Machine] = counts = [];
        }

        var key = (record.Version, record.Status);
        counts[key] = counts.GetValueOrDefault(key) + 1;
        foreach (var term in snapshot is null ? [] : IndexedTerms.Of(snapshot))
        {
            Of(address.Machine, term).Add(address);
        }
    }

    public async Task CheckAsync(CancellationToken cancellation)
    {
        foreach (var (machine, terms) in _byMachine)
        {
            foreach (var (term, expected) in terms)
            {
                Compare(term, expected, await FindAsync(new() { Machine = machine, Terms = [term] }, cancellation).ConfigureAwait(false));
            }
        }

        foreach (var (machine, expected) in _counts)
        {
            var found = await store.CountAsync(machine, cancellation).ConfigureAwait(false);
            findings.Require(
                found.Count == expected.Count && found.All(c => expected.GetValueOrDefault((c.Version, c.Status)) == c.Count), CheckRule.Index, null, 0,
                () => $"of '{machine}' there are {string.Join(", ", expected)}, and counted are {string.Join(", ", found)}");
        }
    }

    private void Compare(string term, HashSet<MachineAddress> expected, HashSet<MachineAddress> found)
    {
        foreach (var address in expected.Where(a => !found.Contains(a)))
        {
            findings.Add(CheckRule.Index, address, 0, $"it is to be found by '{term}', and is not");
        }

        foreach (var address in found.Where(a => !expected.Contains(a)))
        {
            findings.Add(CheckRule.Index, address, 0, $"it is found by '{term}', which does not hold");
        }
    }

    private async Task<HashSet<MachineAddress>> FindAsync(InstanceFilter filter, CancellationToken cancellation)
    {
        var all = new HashSet<MachineAddress>();
        for (var after = 0L; ;)
        {
            var page = await store.FindAsync(filter with { After = after, Limit = PageSize }, cancellation).ConfigureAwait(false);
            foreach (var found in page)
            {
                findings.Require(all.Add(found.Record.Address), CheckRule.Index, found.Record.Address, 0, () => "it is found twice in one listing");
                after = found.Ordinal;
            }

            if (page.Count < PageSize)
            {
                return all;
            }
        }
    }

    private HashSet<MachineAddress> Of(string machine, string term)
    {
        if (!_byMachine.TryGetValue(machine, out var terms))
        {
            _byMachine[machine] = terms = new(StringComparer.Ordinal);
        }

        if (!terms.TryGetValue(term, out var addresses))
        {
            terms[term] = addresses = [];
        }

        return addresses;
    }
}
