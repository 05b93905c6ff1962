using Orleans.Runtime;
using Stator.Machines.Stores;

namespace Stator.Grains.Machines;

/// <summary>
/// The record of an instance, as it was last confirmed and as it is being written: what is being written is not to be seen before. What was
/// performed is taken out of both at once; a storage that keeps whole records has it until the next write.
/// </summary>
internal sealed class KeptRecord(IPersistentState<MachineRecord> storage)
{
    private MachineRecord? _writing;

    /// <summary>As it was last confirmed.</summary>
    public MachineRecord Confirmed { get; private set; } = storage.State;

    /// <summary>Whether a write has begun that is not confirmed.</summary>
    public bool IsInDoubt => _writing is not null;

    /// <summary>Whether the storage still has what was performed.</summary>
    public bool HasUnwritten { get; private set; }

    /// <summary>Writes what comes next. <see cref="Confirm"/> makes it what is seen, once it is written.</summary>
    public Task WriteAsync(MachineRecord next)
    {
        storage.State = _writing = next;
        HasUnwritten = false;
        return storage.WriteStateAsync();
    }

    public void Confirm()
    {
        Confirmed = _writing!.Written();
        _writing = null;
    }

    /// <summary>Writes what is seen, so that the storage forgets what was performed.</summary>
    public async Task WriteUnwrittenAsync()
    {
        await WriteAsync(Confirmed);
        Confirm();
    }

    /// <summary>The storage refuses what it was given: all stays as it is.</summary>
    public void Reject()
    {
        (_writing, storage.State) = (null, Confirmed);
        HasUnwritten = !Confirmed.IsKeptInRows;
    }

    /// <summary>Gives up a write: whoever reads the record next finds whether it is there.</summary>
    public void Abandon() => _writing = null;

    /// <summary>Forgets an effect that was performed.</summary>
    public void Forget(OutboxId performed)
    {
        Confirmed.Forget(performed);
        _writing?.Forget(performed);
        HasUnwritten = !Confirmed.IsKeptInRows;
    }

    /// <summary>Forgets turns that the tables have by now.</summary>
    public void ForgetProjected(long upToSequence)
    {
        Confirmed.ForgetProjected(upToSequence);
        _writing?.ForgetProjected(upToSequence);
        HasUnwritten = true;
    }
}
