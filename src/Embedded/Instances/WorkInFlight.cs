using Stator.Machines;
using Stator.Machines.Hosting;

namespace Stator.Embedded.Instances;

/// <summary>Counts what waits and what runs: for the bound on both, and for an end that waits for the turns under way.</summary>
internal sealed class WorkInFlight(int limit)
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _waiting;
    private int _running;
    private volatile bool _isStopping;

    /// <summary>How many requests wait.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    /// <summary>Counts a request that is about to wait; the fault where it may not.</summary>
    public RequestFault? TryAdd()
    {
        if (Interlocked.Increment(ref _waiting) > limit)
        {
            Interlocked.Decrement(ref _waiting);
            return StoreFaults.HostFull(limit);
        }

        // Looked at after counting: StopAsync looks at the count after it has set this.
        if (_isStopping)
        {
            Remove(1);
            return StoreFaults.Stopping();
        }

        return null;
    }

    /// <summary>These requests wait no more: they are about to be answered.</summary>
    public void Remove(int count)
    {
        Interlocked.Add(ref _waiting, -count);
        EndIfIdle();
    }

    /// <summary>An instance begins to run turns.</summary>
    public void Begin() => Interlocked.Increment(ref _running);

    /// <summary>An instance is at rest again.</summary>
    public void End()
    {
        Interlocked.Decrement(ref _running);
        EndIfIdle();
    }

    public Task StopAsync()
    {
        _isStopping = true;

        // TryAdd counts and then looks at this; so this is set, and only then the count is looked at.
        Interlocked.MemoryBarrier();
        EndIfIdle();
        return _ended.Task;
    }

    private void EndIfIdle()
    {
        if (_isStopping && Volatile.Read(ref _running) <= 0 && Volatile.Read(ref _waiting) <= 0)
        {
            _ended.TrySetResult();
        }
    }
}
