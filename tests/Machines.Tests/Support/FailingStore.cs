using Stator.Machines.Stores;

namespace Stator.Machines.Tests.Support;

/// <summary>Decides which calls fail. It outlives the hosts of a run, so that calls are counted over restarts.</summary>
internal sealed class CallFaults(Func<int, CallFault?> plan)
{
    private int _calls;

    public int Calls => Volatile.Read(ref _calls);

    /// <summary>While it is off calls are neither counted nor failed.</summary>
    public bool IsOn { get; set; }

    public CallFault? Next() => IsOn ? plan(Interlocked.Increment(ref _calls)) : null;
}

/// <summary>One host's way to the store. It fails where the plan says so, and for good once the host is dead.</summary>
internal sealed class FailingStore(IDurableStore inner, CallFaults faults) : InterceptedStore(inner)
{
    private volatile bool _isDead;

    /// <summary>Nothing that the host still does reaches the store any more.</summary>
    public void Kill() => _isDead = true;

    public override Task<IReadOnlyList<CommitOutcome>> CommitAsync(IReadOnlyList<InstanceCommit> commits, CancellationToken cancellation) =>
        CallAsync<IReadOnlyList<CommitOutcome>>(() => Inner.CommitAsync(commits, cancellation), () => [.. commits.Select(_ => CommitOutcome.Conflict)]);

    protected override Task<T> CallAsync<T>(string member, Func<Task<T>> call) => CallAsync(call);

    private async Task<T> CallAsync<T>(Func<Task<T>> call, Func<T>? conflict = null)
    {
        if (_isDead)
        {
            throw new IOException("The process is dead.");
        }

        var fault = faults.Next();
        switch (fault)
        {
            case CallFault.Conflict when conflict is not null:
                return conflict();
            case CallFault.Before or CallFault.Conflict:
                throw new IOException("The disk is full.");
        }

        var result = await call();
        return fault is null ? result : throw new TimeoutException("Nothing was heard of the call.");
    }
}
