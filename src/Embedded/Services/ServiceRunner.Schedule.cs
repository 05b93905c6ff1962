namespace Stator.Embedded.Services;

internal sealed partial class ServiceRunner
{
    /// <summary>Lets a run go on at a time. One that is far off, or one too many, waits in the store.</summary>
    private void Schedule(ServiceRun run, long dueMs)
    {
        if (IsStopping)
        {
            return;
        }

        if (dueMs <= NowMs)
        {
            Due(run);
        }
        else if (dueMs <= _horizonMs && _schedule.Count < options.MaxInvocationsInMemory)
        {
            _schedule.Set(run.Id, dueMs);
        }
        else
        {
            _nextPassMs = Math.Min(_nextPassMs, dueMs);
            Forget(run);
        }
    }

    private void Due(ServiceRun run)
    {
        if (run.Queue is { } queue)
        {
            queue.Add(run);
            Begin(queue);
        }
        else
        {
            Expire(run);
        }
    }

    private void Forget(ServiceRun run)
    {
        _runs.Remove(run.Id);
        if (_byNumber.TryGetValue((run.Id.Address, run.Record.Number), out var known) && ReferenceEquals(known, run))
        {
            _byNumber.Remove((run.Id.Address, run.Record.Number));
        }

        _schedule.Remove(run.Id);
        run.Forget();
        if (!run.IsUnderWay)
        {
            run.Dispose();
        }
    }
}
