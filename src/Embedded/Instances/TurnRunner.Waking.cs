using Stator.Machines;
using Stator.Machines.Instances;
using Stator.Machines.Stores;

namespace Stator.Embedded.Instances;

/// <summary>Wakes instances, many at a time: they are read together, and the turns of those that are in memory share a transaction.</summary>
internal sealed partial class TurnRunner
{
    /// <summary>
    /// Lets instances look at the clock, in this order. Those that are not in memory are read together, so that their turns begin in
    /// this order too. <see cref="TurnOutputs.WakeEnded"/> is called for each when it has, or could not.
    /// </summary>
    public async Task WakeAsync(IReadOnlyList<MachineAddress> addresses, Wake wake)
    {
        var letGo = _table.LetGo;
        var read = await ReadMissingAsync(addresses).ConfigureAwait(false);
        Committer.AddTogether(() =>
        {
            foreach (var address in addresses)
            {
                Wake(address, wake, read.GetValueOrDefault(address) is { } stored ? new ReadInstance(stored, letGo) : null);
            }
        });
    }

    private void Wake(MachineAddress address, Wake wake, ReadInstance? read)
    {
        if (Post(address, new(wake, null, read)) is null)
        {
            return;
        }

        outputs.WakeEnded(1);
        if (!wake.IsAhead)
        {
            outputs.WakeAt(address, time.GetUtcNow() + options.RetryInterval);
        }
    }

    /// <summary>What the store has of those instances that are not in memory; nothing where it cannot be read, and then each is read on its own.</summary>
    private async Task<Dictionary<MachineAddress, StoredInstance>> ReadMissingAsync(IReadOnlyList<MachineAddress> addresses)
    {
        MachineAddress[] missing = [.. addresses.Where(a => FindCommitted(a) is null)];
        if (missing.Length == 0)
        {
            return [];
        }

        try
        {
            var read = await store.LoadManyAsync(missing, CancellationToken.None).ConfigureAwait(false);
            return read.OfType<StoredInstance>().ToDictionary(s => s.Record.Address);
        }
        catch (Exception e)
        {
            LogUnreadable(missing[0], e);
            return [];
        }
    }

    /// <summary>What was read for the batch, where it cannot be outdated: no instance that is not in memory has been there since.</summary>
    private StoredInstance? FindRead(InstanceCell cell) => cell.Batch.Find(w => w.Read?.LetGo == _table.LetGo).Read?.Stored;
}
