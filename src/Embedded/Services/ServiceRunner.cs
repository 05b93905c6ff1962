using System.Collections.Immutable;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Stator.Embedded.Timers;
using Stator.Machines;
using Stator.Machines.Hosting;
using Stator.Machines.Instances;
using Stator.Machines.Services;
using Stator.Machines.Stores;
using Stator.Statecharts.Effects;
using Stator.Statecharts.Interpretation;

namespace Stator.Embedded.Services;

/// <summary>
/// Runs committed invocations beside their instances, and tries them again as their charts say. What it knows it has from the store:
/// an invocation that a crash has interrupted runs again under the same id, as a further attempt.
/// </summary>
/// <remarks>
/// One loop owns all state here; whoever has something to say writes it into its mailbox. A first attempt is begun without writing
/// anything. Before each further one it is written down which attempt it is and when it is due, so that its pause outlives the host and
/// no attempt is numbered twice.
/// </remarks>
internal sealed partial class ServiceRunner(IInvocationStore store, StatorOptions options, TimeProvider time, ILogger<ServiceRunner> logger) : IDisposable
{
    private readonly Channel<Message> _mailbox = Channel.CreateUnbounded<Message>(new() { SingleReader = true });
    private readonly CancellationTokenSource _stopping = new();
    private readonly Dictionary<OutboxId, ServiceRun> _runs = [];
    private readonly Dictionary<(MachineAddress Address, long Number), ServiceRun> _byNumber = [];
    private readonly Dictionary<string, ServiceQueue> _queues = new(StringComparer.Ordinal);

    /// <summary>Pauses between attempts, and the time by which somebody outside must give a sign of life.</summary>
    private readonly WakeSchedule<OutboxId> _schedule = new();

    private ServiceParts _parts = null!;
    private ITimer? _timer;
    private Task _loop = Task.CompletedTask;
    private int _underWay;

    /// <summary>What the store had due by now may have been begun by a host before this one.</summary>
    private long _startedMs;

    /// <summary>Begins, with what was left from before.</summary>
    public void Start(ServiceParts parts)
    {
        _parts = parts;
        _startedMs = NowMs;
        _timer = time.CreateTimer(_ => Tell(new Tick()), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _parts.Progress.Start();
        Tell(new Tick());
        _loop = Task.Run(RunAsync);
    }

    /// <summary>Starts and stops what a commit says.</summary>
    public void Follow(InstanceCommit commit)
    {
        if (!commit.StartedInvocations.IsEmpty || !commit.EndedInvocations.IsEmpty)
        {
            Tell(new Committed(commit.Record.Address, commit.StartedInvocations, commit.EndedInvocations));
        }
    }

    /// <summary>Says that a commit was not confirmed: what it started and stopped shows when the store is read.</summary>
    public void LookAgain(InstanceCommit commit)
    {
        if (!commit.StartedInvocations.IsEmpty || !commit.EndedInvocations.IsEmpty)
        {
            Tell(new Doubted(commit.Record.Address));
        }
    }

    /// <summary>Brings an outcome once more that was refused too often; returns when it was taken, or refused again.</summary>
    public Task TryAgainAsync(MachineAddress address, long number)
    {
        var answer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Tell(new Asked(address, number, answer));
        return answer.Task;
    }

    /// <summary>Ends everything, as another host has the store now.</summary>
    public void Abandon()
    {
        _ = _stopping.CancelAsync();
        Tell(new Tick());
    }

    /// <summary>Tells all services to end, and brings home what has ended just now. The others run again after the next start.</summary>
    public async Task StopAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        Tell(new Tick());
        try
        {
            await _loop.WaitAsync(options.ServiceStopTimeout, time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            LogStillRunning(_underWay, options.ServiceStopTimeout);
        }

        await _parts.Progress.StopAsync().ConfigureAwait(false);
    }

    public void Dispose()
    {
        _timer?.Dispose();
        _stopping.Dispose();
    }

    private long NowMs => time.GetUtcNow().ToUnixTimeMilliseconds();

    private bool IsStopping => _stopping.IsCancellationRequested;

    private void Tell(Message message) => _mailbox.Writer.TryWrite(message);

    private async Task RunAsync()
    {
        while (!(IsStopping && _underWay == 0) && await _mailbox.Reader.WaitToReadAsync(CancellationToken.None).ConfigureAwait(false))
        {
            while (_mailbox.Reader.TryRead(out var message))
            {
                TryHandle(message);
            }

            await LookAsync().ConfigureAwait(false);
            GoOn();
        }
    }

    private void TryHandle(Message message)
    {
        try
        {
            Handle(message);
        }
        catch (Exception e)
        {
            // A bug with one run must not end the others; the store has it, and it runs again after the next start.
            LogBroken(e);
        }
    }

    private void Handle(Message message)
    {
        if (message is Returned returned)
        {
            _underWay--;
            returned.Run.IsUnderWay = false;
        }

        switch (message)
        {
            case Committed committed:
                Handle(committed);
                break;
            case Doubted doubted:
                _doubted.Add(doubted.Address);
                break;
            case AttemptEnded ended:
                ended.Run.Queue!.End();
                GoOn(ended.Run, () => Conclude(ended.Run, ended.Result));
                Begin(ended.Run.Queue);
                break;
            case Prepared prepared:
                prepared.Run.Queue!.Preparing--;
                GoOn(prepared.Run, () => Schedule(prepared.Run, prepared.DueMs));
                break;
            case Expired expired:
                GoOn(expired.Run, () => Conclude(expired.Run, expired.Expiry));
                break;
            case Delivered delivered:
                GoOn(delivered.Run, () => Conclude(delivered.Run, delivered.Outcome));
                break;
            case Asked asked:
                Handle(asked);
                break;
        }
    }

    private void Handle(Committed committed)
    {
        foreach (var number in committed.Ended)
        {
            if (_byNumber.TryGetValue((committed.Address, number), out var run))
            {
                Forget(run);
            }
        }

        foreach (var record in committed.Started)
        {
            Take(record);
        }
    }

    private void Handle(Asked asked)
    {
        if (_byNumber.TryGetValue((asked.Address, asked.Number), out var run) && run.IsStuck)
        {
            run.Asked = asked.Answer;
            Deliver(run, run.Outcome!.Value);
        }
        else
        {
            asked.Answer.SetResult();
        }
    }

    /// <summary>Goes on with a run that something was done for, unless it was forgotten meanwhile.</summary>
    private static void GoOn(ServiceRun run, Action next)
    {
        if (run.IsForgotten)
        {
            run.Dispose();
        }
        else
        {
            next();
        }
    }

    /// <summary>Takes over an invocation that was just committed.</summary>
    private void Take(InvocationRecord record)
    {
        if (_runs.ContainsKey(record.Id))
        {
            return;
        }

        var start = EffectJson.ReadStart(record.Payload.Span);
        if (record.Source == InvocationStart.External)
        {
            if (record.Progress.DueMs <= _horizonMs)
            {
                Schedule(Hold(record, start, null), record.Progress.DueMs);
            }
        }
        else if (QueueOf(record, start) is { IsBehind: false, IsFull: false } queue)
        {
            queue.Add(Hold(record, start, queue));
            Begin(queue);
        }
        else
        {
            Leave(QueueOf(record, start));
        }
    }

    private ServiceQueue QueueOf(InvocationRecord record, StartService start)
    {
        var (name, limit) = _parts.Finder.BoundOf(record.Id.Address, start);
        return _queues.TryGetValue(name, out var queue) ? queue : _queues[name] = new(limit);
    }

    private ServiceRun Hold(InvocationRecord record, StartService start, ServiceQueue? queue)
    {
        var run = new ServiceRun(record, start, queue, _stopping.Token);
        _runs[run.Id] = run;
        _byNumber[(run.Id.Address, record.Number)] = run;
        return run;
    }

    private void Begin(ServiceQueue queue)
    {
        while (!IsStopping && queue.TryBegin() is { } run)
        {
            Do(run, async () => new AttemptEnded(run, await Task.Run(() => _parts.Attempts.RunAsync(AttemptOf(run))).ConfigureAwait(false)));
        }
    }

    private ServiceAttempt AttemptOf(ServiceRun run) => new(run.Record, run.Start, run.Attempt, () => _parts.DefinitionOf(run.Id.Address), run.Token);

    private void Conclude(ServiceRun run, AttemptResult result)
    {
        run.Trace = result.Trace;
        if (result.Output is { } output)
        {
            Deliver(run, Outcome.Done(output));
        }
        else if (result.Failure is { } failure)
        {
            run.Failures++;
            if (failure.IsRetryable && result.Retry?.PauseAfter(run.Failures, failure.RetryAfter) is { } pause)
            {
                run.Attempt++;
                Prepare(run, NowMs + (long)Math.Ceiling(pause.TotalMilliseconds));
            }
            else
            {
                Deliver(run, Outcome.Failed(failure.Error));
            }
        }
        else if (result.Hindrance is not null)
        {
            // Nothing has run, so nothing has failed.
            Schedule(run, (time.GetUtcNow() + Pauses.After(options, ++run.Hindrances)).ToUnixTimeMilliseconds());
        }
    }

    private void Conclude(ServiceRun run, ExternalExpiry expiry)
    {
        if (expiry.Outcome is { } outcome)
        {
            Deliver(run, outcome);
        }
        else if (expiry.NextMs is { } next)
        {
            Schedule(run, next);
        }
        else
        {
            Forget(run);
        }
    }

    private void Conclude(ServiceRun run, OutcomeDelivered outcome)
    {
        run.Asked?.TrySetResult();
        run.IsStuck = outcome == OutcomeDelivered.Stuck;
        if (outcome == OutcomeDelivered.Yes)
        {
            Forget(run);
        }
    }

    /// <summary>Writes down the attempt to come, and when it is due; only then it may begin.</summary>
    private void Prepare(ServiceRun run, long dueMs)
    {
        run.Queue!.Preparing++;
        var step = new InvocationProgress(run.Id, run.Attempt, run.Failures, dueMs);
        Do(run, async () => new Prepared(run, await SaveAsync(run, step).ConfigureAwait(false) ? dueMs : long.MaxValue));
    }

    /// <summary>Writes a step, however often it takes; false where the host stops, or nobody needs it any more.</summary>
    private async Task<bool> SaveAsync(ServiceRun run, InvocationProgress step)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await _parts.Progress.SaveAsync(step).ConfigureAwait(false);
                return true;
            }
            catch (OwnershipLostException)
            {
                Abandon();
                return false;
            }
            catch (Exception e)
            {
                LogNotSaved(run.Start.Source, run.Id.Address, attempt, e);
            }

            if (!await Pauses.WaitAsync(options, attempt, time, run.Token).ConfigureAwait(false))
            {
                return false;
            }
        }
    }

    private void Deliver(ServiceRun run, Outcome outcome)
    {
        run.Outcome = outcome;
        run.IsStuck = false;
        Do(run, async () => new Delivered(run, await _parts.Delivery.DeliverAsync(run).ConfigureAwait(false)));
    }

    private void Expire(ServiceRun run) =>
        Do(run, async () => new Expired(run, await _parts.External.ExpireAsync(run.Id, _startedMs).ConfigureAwait(false)));

    /// <summary>Does something for a run outside the loop, which hears of it when it has ended.</summary>
    private void Do(ServiceRun run, Func<Task<Returned>> work)
    {
        run.IsUnderWay = true;
        _underWay++;
        _ = TellAsync(work);
    }

    private async Task TellAsync(Func<Task<Returned>> work) => Tell(await work().ConfigureAwait(false));
}
