using Microsoft.Extensions.Logging;
using Stator.Machines.Hosting;
using Stator.Machines.Instances;
using Stator.Machines.Stores;
using Stator.Statecharts.Snapshots;

namespace Stator.Grains.Machines;

/// <summary>What can be read of the instance, and waited for. None of it keeps a turn waiting.</summary>
internal sealed partial class MachineGrain
{
    private const int PageSize = 100;

    /// <summary>The answer to whoever reads the instance as it is, and the record it was made of.</summary>
    private (InstanceRecord? Of, Task<Answer<InstanceSnapshot>> Answer) _read;

    public Task<Answer<InstanceSnapshot>> GetSnapshotAsync(long? sequence)
    {
        if (sequence is { } at)
        {
            return ReadAtAsync(at);
        }

        if (_kept.Confirmed.Instance is not { DisposedAtMs: null } record)
        {
            return RefuseAsync();
        }

        if (!ReferenceEquals(_read.Of, record))
        {
            var definition = parts.Definitions.Catalog.FindUsable(record);
            var answer = AnswerAsync(InstanceSnapshots.Of(record, definition));

            // How far a service has come, and whether a machine can be had, change without the record.
            _read = definition is null || !_kept.Confirmed.Invocations.IsEmpty ? (null, answer) : (record, answer);
        }

        return _read.Answer;

        async Task<Answer<InstanceSnapshot>> RefuseAsync() => Answer.Refused<InstanceSnapshot>(await NoInstanceAsync());

        async Task<Answer<InstanceSnapshot>> AnswerAsync(InstanceSnapshot snapshot) => Answer.Of(await WithInvocationsAsync(snapshot));
    }

    private Task<Answer<InstanceSnapshot>> ReadAtAsync(long sequence) => Answer.From(() => StoreFaults.Of(async () =>
    {
        await _outputs.ProjectedAsync();
        return await parts.History.ReadAtAsync(_address, sequence, CancellationToken.None);
    }));

    public Task<Answer<Receipt>> GetReceiptAsync() => Task.FromResult(_state?.Snapshot is { } snapshot
        ? Answer.Of(Receipts.Of(_address, snapshot, _state.Record.Sequence, hasChanged: false, null))
        : Answer.Refused<Receipt>(Faults.AlreadySettled(_address)));

    public async Task<Answer<HistoryPage>> GetHistoryAsync(long after, int limit)
    {
        var answer = await Answer.From(() => ReadHistoryAsync(after, limit));
        return answer.Value is { Turns.IsEmpty: true } && after == 0 ? Answer.Refused<HistoryPage>(await NoInstanceAsync()) : answer;
    }

    public async Task<Answer<Following>> FollowAsync(long after, TimeSpan patience)
    {
        using var watch = parts.Watchers.TryBegin(patience);
        if (watch is null)
        {
            return Answer.Refused<Following>(parts.Watchers.TooMany());
        }

        while (true)
        {
            if (_isLeaving)
            {
                return new() { MustAskAgain = true };
            }

            if (_kept.Confirmed.Instance is not { } record)
            {
                return Answer.Refused<Following>(await NoInstanceAsync());
            }

            var next = _outputs.Turned.Next;
            if (record.Sequence > after)
            {
                var page = await Answer.From(() => ReadHistoryAsync(after, PageSize));
                return page.Fault is { } fault ? Answer.Refused<Following>(fault) : Answer.Of(new Following(page.Value!, HasEnded(page.Value!, record.Sequence)));
            }

            if (record.DisposedAtMs is not null || !await watch.WaitAsync(next))
            {
                return Answer.Of(new Following(new([], null), record.DisposedAtMs is not null));
            }
        }
    }

    public async Task<Answer<Reached?>> WaitAsync(WaitCondition condition, TimeSpan patience)
    {
        using var watch = parts.Watchers.TryBegin(patience);
        if (watch is null)
        {
            return Answer.Refused<Reached?>(parts.Watchers.TooMany());
        }

        while (true)
        {
            if (_isLeaving)
            {
                return new() { MustAskAgain = true };
            }

            var next = _outputs.Turned.Next;
            if (_state?.Snapshot is not { } snapshot)
            {
                return Answer.Refused<Reached?>(await NoInstanceAsync());
            }

            if (condition.Holds(snapshot))
            {
                var record = _state.Record;
                var read = await WithInvocationsAsync(InstanceSnapshots.Of(record, snapshot.Definition));
                return Answer.Of<Reached?>(new(Receipts.Of(_address, snapshot, record.Sequence, hasChanged: true, null), read));
            }

            if (snapshot.Status != SnapshotStatus.Active)
            {
                return Answer.Refused<Reached?>(Faults.WaitImpossible(_address, condition, snapshot.Status));
            }

            if (!await watch.WaitAsync(next))
            {
                return Answer.Of<Reached?>(null);
            }
        }
    }

    private bool HasEnded(HistoryPage page, long sequence) =>
        _kept.Confirmed.Instance is { DisposedAtMs: not null } && page.Next is null && (page.Turns.IsEmpty || page.Turns[^1].Sequence >= sequence);

    private Task<HistoryPage> ReadHistoryAsync(long after, int limit) => StoreFaults.Of(async () =>
    {
        await _outputs.ProjectedAsync();
        return await parts.History.ReadAsync(_address, after, limit, CancellationToken.None);
    });

    /// <summary>A snapshot with how far the services have come that it waits for, as they say themselves.</summary>
    private async Task<InstanceSnapshot> WithInvocationsAsync(InstanceSnapshot snapshot)
    {
        if (snapshot.Status != SnapshotStatus.Active || _kept.Confirmed.Invocations.IsEmpty)
        {
            return snapshot;
        }

        var running = await Task.WhenAll(_kept.Confirmed.Invocations.Select(async i => new RunningInvocation(
            i.Number,
            Math.Max(1, (await ProgressAsync(i)).Attempt),
            await parts.Tokens.OfAsync(i))));
        return snapshot with { Invocations = [.. running.OrderBy(i => i.Number)] };
    }

    /// <summary>How far a service has come; as its instance knows, where the service cannot be asked: that is no reason to refuse to be read.</summary>
    private async Task<InvocationProgress> ProgressAsync(InvocationRecord invocation)
    {
        try
        {
            return await parts.Grains.GetService(invocation.Id).GetProgressAsync() ?? invocation.Progress;
        }
        catch (Exception e)
        {
            LogServiceSilent(invocation.Id, e);
            return invocation.Progress;
        }
    }

    [LoggerMessage(206, LogLevel.Warning, "How far the service {Invocation} has come could not be asked; a reader is told what its instance knows")]
    private partial void LogServiceSilent(OutboxId invocation, Exception exception);
}
