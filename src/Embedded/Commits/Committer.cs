using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Stator.Machines.Hosting;
using Stator.Machines.Stores;
using Stator.Machines.Telemetry;

namespace Stator.Embedded.Commits;

/// <summary>
/// Commits the turns of all instances together. Each transaction takes along whatever was decided while those before were under way:
/// batches grow with the load, and an idle host commits at once. A second one begins beside the first when it has as many turns. Under load
/// a transaction begins before the callers of the one before are answered.
/// </summary>
internal sealed partial class Committer
{
    private readonly IInstanceStore _store;
    private readonly TimeProvider _time;
    private readonly Action<PendingCommit, CommitResult> _onCommitted;
    private readonly BatchLoops<PendingCommit> _pending;
    private volatile TaskCompletionSource? _wave;

    /// <param name="store">Keeps them.</param>
    /// <param name="limit">Turns that share a transaction at most.</param>
    /// <param name="time">Measures the transactions.</param>
    /// <param name="onCommitted">Goes on with a turn when it is known what became of it; several at a time.</param>
    /// <param name="logger">Is told of what goes wrong.</param>
    public Committer(IInstanceStore store, int limit, TimeProvider time, Action<PendingCommit, CommitResult> onCommitted, ILogger<Committer> logger)
    {
        (_store, _time, _onCommitted, _logger) = (store, time, onCommitted, logger);
        _pending = new(limit, RunAsync, _ => _wave?.Task ?? Task.CompletedTask, balance: 1);
    }

    public void Start() => _pending.Start(_store.TransactionsAtOnce);

    public void Add(in PendingCommit pending) => _pending.TryAdd(pending);

    /// <summary>
    /// Adds many at once: transactions that begin meanwhile take them along, where the first ones would go alone and the others wait for
    /// them. One thread at a time.
    /// </summary>
    /// <param name="add">Adds them, and does not wait for anything.</param>
    public void AddTogether(Action add)
    {
        var wave = new TaskCompletionSource();
        _wave = wave;
        try
        {
            add();
        }
        finally
        {
            _wave = null;
            wave.SetResult();
        }
    }

    /// <summary>Commits what is left, and ends.</summary>
    public Task StopAsync() => _pending.StopAsync();

    private async Task RunAsync(List<PendingCommit> batch)
    {
        var results = await CommitAsync(batch).ConfigureAwait(false);
        if (_pending.HasMore)
        {
            // The next transaction begins at once, and what follows this one goes on beside it.
            _ = Task.Run(() => GoOn(batch, results));
        }
        else
        {
            GoOn(batch, results);
        }
    }

    private void GoOn(List<PendingCommit> batch, CommitResult[] results)
    {
        for (var i = 0; i < batch.Count; i++)
        {
            GoOn(batch[i], results[i]);
        }
    }

    private void GoOn(in PendingCommit pending, CommitResult result)
    {
        try
        {
            _onCommitted(pending, result);
        }
        catch (Exception e)
        {
            // A bug in what follows a commit of one instance must not stop the commits of all others.
            LogBroken(pending.Cell.Address, e);
        }
    }

    private async Task<CommitResult[]> CommitAsync(List<PendingCommit> batch)
    {
        using var activity = StartActivity(batch);
        var outcomes = await SharedTransaction.CommitAsync(_store, batch.ConvertAll(p => p.Decision.Commit!), _time).ConfigureAwait(false);
        LogFaults(batch, outcomes, activity);
        return Array.ConvertAll(outcomes, ResultOf);
    }

    private void LogFaults(List<PendingCommit> batch, SharedOutcome[] outcomes, Activity? activity)
    {
        // A fault is that of one turn that cannot be kept, or of the whole batch, which is told once.
        foreach (var failed in outcomes.Index().Where(o => o.Item.Fault is not null).GroupBy(o => o.Item.Fault!, o => batch[o.Index].Cell.Address))
        {
            switch (failed.Key)
            {
                case CommitRejectedException:
                    LogRejected(failed.First(), failed.Key);
                    break;
                case OwnershipLostException:
                    LogNotOwner(failed.Key);
                    break;
                default:
                    LogFailed(failed.Count(), failed.Key);
                    activity?.SetStatus(ActivityStatusCode.Error, failed.Key.Message);
                    break;
            }
        }
    }

    private static CommitResult ResultOf(SharedOutcome outcome) => outcome.Fault switch
    {
        null => outcome.Outcome == CommitOutcome.Committed ? CommitResult.Committed : CommitResult.Conflict,
        CommitRejectedException => CommitResult.Rejected,
        OwnershipLostException => CommitResult.NotOwner,

        // Whatever it was, the callers are told that nothing is known, and the instances are read again.
        _ => CommitResult.Unknown,
    };

    /// <summary>One span for the transaction, linked to every traced turn that shares it.</summary>
    private static Activity? StartActivity(List<PendingCommit> batch)
    {
        if (!StatorTelemetry.Activities.HasListeners())
        {
            return null;
        }

        var contexts = batch.SelectMany(p => p.Cell.Batch).Select(w => StatorTelemetry.ContextOf(w.Request.Trace)).OfType<ActivityContext>().ToList();
        var parent = contexts.Count == 1 ? contexts[0] : default;
        var links = contexts.Count == 1 ? [] : contexts.Select(context => new ActivityLink(context));
        return StatorTelemetry.Activities.StartActivity("stator.commit", ActivityKind.Internal, parent, links: links)?.SetTag("stator.commits", batch.Count);
    }
}
