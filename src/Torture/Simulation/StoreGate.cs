using Stator.Machines.Stores;
using Stator.Torture.Stores;

namespace Stator.Torture.Simulation;

/// <summary>One host's way to the store: each call waits until the simulation picks it, and happens or goes wrong then.</summary>
internal sealed class StoreGate(IDurableStore inner, ParkedCalls calls) : InterceptedStore(inner)
{
    public override Task<IReadOnlyList<CommitOutcome>> CommitAsync(IReadOnlyList<InstanceCommit> commits, CancellationToken cancellation) =>
        Park<IReadOnlyList<CommitOutcome>>(
            nameof(CommitAsync), () => Inner.CommitAsync(commits, cancellation), () => [.. commits.Select(_ => CommitOutcome.Conflict)]);

    protected override Task<T> CallAsync<T>(string member, Func<Task<T>> call) => Park(member, call, null);

    private Task<T> Park<T>(string member, Func<Task<T>> call, Func<T>? conflict)
    {
        var parked = new StoreCall<T>(this, member, call, conflict);
        calls.Add(parked);
        return parked.Answer;
    }

    private sealed class StoreCall<T>(StoreGate gate, string member, Func<Task<T>> call, Func<T>? conflict) : ParkedCall(gate, member)
    {
        private readonly TaskCompletionSource<T> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<T> Answer => _answer.Task;

        public override async Task GoOnAsync(CallFault? fault)
        {
            switch (fault)
            {
                case CallFault.Conflict when conflict is not null:
                    _answer.SetResult(conflict());
                    return;
                case CallFault.Before or CallFault.Conflict:
                    _answer.SetException(new IOException("The disk is full."));
                    return;
            }

            try
            {
                var result = await call().ConfigureAwait(false);
                if (fault is null)
                {
                    _answer.SetResult(result);
                }
                else
                {
                    _answer.SetException(new TimeoutException("Nothing was heard of the call."));
                }
            }
            catch (Exception e) when (!_answer.Task.IsCompleted)
            {
                // The store's own answer: the host that asked is the one to deal with it.
                _answer.SetException(e);
            }
        }

        public override Task HappenAsync() => call();
    }
}
