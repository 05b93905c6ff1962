using Stator.Machines;
using Stator.Machines.Instances;
using Stator.Machines.Stores;
using Stator.Torture.Stores;

namespace Stator.Torture.Plants;

/// <summary>A store that breaks one promise, between a host and its real store.</summary>
/// <param name="inner">The real one.</param>
/// <param name="plant">Which promise.</param>
/// <param name="client">The host, for the plant that performs effects by itself.</param>
internal sealed class PlantedStore(IDurableStore inner, Plant plant, Func<IMachineClient> client) : InterceptedStore(inner)
{
    public override async Task<IReadOnlyList<CommitOutcome>> CommitAsync(IReadOnlyList<InstanceCommit> commits, CancellationToken cancellation)
    {
        switch (plant)
        {
            case Plant.AnswerBeforeCommit:
                Forget(Inner.CommitAsync(commits, cancellation));
                return All(commits, CommitOutcome.Committed);
            case Plant.PerformBeforeCommit:
                Perform(commits);
                return await Inner.CommitAsync(commits, cancellation).ConfigureAwait(false);
            case Plant.SwallowRefusal:
                return await SwallowAsync(commits, cancellation).ConfigureAwait(false);
            default:
                return await Inner.CommitAsync([.. commits.Select(Without)], cancellation).ConfigureAwait(false);
        }
    }

    protected override async Task<T> CallAsync<T>(string member, Func<Task<T>> call)
    {
        var answer = await call().ConfigureAwait(false);
        return plant == Plant.ReverseOutbox && answer is IReadOnlyList<StoredOutboxEntry> { Count: > 1 } page
            ? (T)(object)Reversed(page)
            : answer;
    }

    private InstanceCommit Without(InstanceCommit commit) => plant switch
    {
        Plant.ForgetProcessedId => commit with { Processed = [] },
        Plant.ForgetOutbox => commit with { Outbox = [] },
        Plant.ForgetTimer => commit with { ArmedTimers = [] },
        Plant.KeepTimer => commit with { RemovedTimers = [] },
        Plant.ForgetInvocation => commit with { StartedInvocations = [] },
        Plant.KeepTerm => commit with { RemovedTerms = [] },
        Plant.ForgetHistory => commit with { History = commit.History[..^1] },
        Plant.RenameEffect => commit with { Outbox = [.. commit.Outbox.Select(e => e with { Id = e.Id with { Position = e.Id.Position + 1 } })] },
        _ => commit,
    };

    private async Task<IReadOnlyList<CommitOutcome>> SwallowAsync(IReadOnlyList<InstanceCommit> commits, CancellationToken cancellation)
    {
        try
        {
            await Inner.CommitAsync(commits, cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or TimeoutException)
        {
            return All(commits, CommitOutcome.Committed);
        }

        return All(commits, CommitOutcome.Committed);
    }

    private void Perform(IReadOnlyList<InstanceCommit> commits)
    {
        foreach (var entry in commits.SelectMany(c => c.Outbox).Where(e => e.Kind == EffectJson.Send))
        {
            var send = EffectJson.ReadSend(entry.Payload.Span);
            Forget(client().SendAsync(new(send.Machine, send.Key), new SendRequest(send.Event) { EventId = entry.Id.ToString() }));
        }
    }

    /// <summary>Nobody waits for it; how it ends is nobody's business here.</summary>
    private static void Forget(Task task) => task.ContinueWith(static ended => ended.Exception, TaskScheduler.Default);

    private static IReadOnlyList<CommitOutcome> All(IReadOnlyList<InstanceCommit> commits, CommitOutcome outcome) => [.. commits.Select(_ => outcome)];

    /// <summary>The same places in the order, but with the last entry first.</summary>
    private static IReadOnlyList<StoredOutboxEntry> Reversed(IReadOnlyList<StoredOutboxEntry> page) =>
        [.. page.Zip(page.Reverse(), (place, entry) => place with { Entry = entry.Entry })];
}
