using Stator.Machines.Stores;
using Stator.Torture.Stores;

namespace Stator.Torture.Simulation;

/// <summary>One host's way to the store: each call waits until the simulation picks it, and happens or goes wrong then.</summary>
internal sealed class StoreGate(IDurableStore inner, ParkedCalls calls) : InterceptedStore(inner)
{
    public override Task<IReadOnlyList<CommitOutcome>> CommitAsync(IReadOnlyList<InstanceCommit> commits, CancellationToken cancellation) =>
        Park<IReadOnlyList<CommitOutcome>>(
            $"commit {Listed(commits.Select(c => $"{c.Record.Address}#{c.Record.Sequence}"))}", () => Inner.CommitAsync(commits, cancellation), () => [.. commits.Select(_ => CommitOutcome.Conflict)]);

    public override Task RemoveOutboxAsync(IReadOnlyList<OutboxId> performed, CancellationToken cancellation) =>
        Park($"confirm {Listed(performed)}", () => Done(Inner.RemoveOutboxAsync(performed, cancellation)), null);

    public override Task<IncidentRecord> SaveIncidentAsync(IncidentRecord incident, CancellationToken cancellation) =>
        Park($"save incident {incident.Subject.Kind} {incident.Subject.Name}", () => Inner.SaveIncidentAsync(incident, cancellation), null);

    public override Task RemoveIncidentsAsync(IReadOnlyList<IncidentSubject> settled, CancellationToken cancellation) =>
        Park($"settle incidents {Listed(settled.Select(s => $"{s.Kind} {s.Name}"))}", () => Done(Inner.RemoveIncidentsAsync(settled, cancellation)), null);

    public override Task SaveInvocationsAsync(IReadOnlyList<InvocationProgress> progress, CancellationToken cancellation) =>
        Park($"save {Listed(progress)}", () => Done(Inner.SaveInvocationsAsync(progress, cancellation)), null);

    protected override Task<T> CallAsync<T>(string member, Func<Task<T>> call) => Park(member, call, null);

    private Task<T> Park<T>(string member, Func<Task<T>> call, Func<T>? conflict)
    {
        var parked = new StoreCall<T>(this, member, call, conflict);
        calls.Add(parked);
        return parked.Answer;
    }

    private static async Task<bool> Done(Task task)
    {
        await task.ConfigureAwait(false);
        return true;
    }

    private static string Listed<T>(IEnumerable<T> items) => string.Join(' ', items);

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
