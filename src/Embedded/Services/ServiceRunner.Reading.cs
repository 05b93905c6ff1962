using Microsoft.Extensions.Logging;
using Stator.Machines;
using Stator.Machines.Hosting;
using Stator.Machines.Instances;
using Stator.Machines.Services;
using Stator.Machines.Stores;

namespace Stator.Embedded.Services;

/// <summary>
/// How the runner comes to know what the store has: page by page, in the order in which it is due; at the start, again before the
/// horizon is reached, and when there is room for what was left there.
/// </summary>
internal sealed partial class ServiceRunner
{
    private const int PageSize = 500;
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    /// <summary>Instances with a commit that was not confirmed.</summary>
    private readonly HashSet<MachineAddress> _doubted = [];

    private long _horizonMs = long.MinValue;
    private long _nextPassMs = long.MaxValue;
    private Pass? _pass;
    private int _failedReadings;

    /// <summary>When the store may be read again after it failed.</summary>
    private long _tryAgainMs = long.MinValue;

    private static void Leave(ServiceQueue queue)
    {
        queue.IsBehind = true;
        queue.HasLeft = true;
    }

    /// <summary>Begins what is due, and sets the one timer.</summary>
    private void GoOn()
    {
        if (IsStopping)
        {
            return;
        }

        while (_schedule.TakeDue(NowMs) is { Who: var id })
        {
            Due(_runs[id]);
        }

        var look = _pass is not null || _doubted.Count > 0 ? long.MinValue : Math.Min(_nextPassMs, HalfWay);
        var next = Math.Min(Math.Max(look, _tryAgainMs), _schedule.NextMs ?? long.MaxValue);
        var pause = DateTimeOffset.FromUnixTimeMilliseconds(Math.Clamp(next, 0, NowMs + (long)LongestPause.TotalMilliseconds)) - time.GetUtcNow();
        if (pause <= TimeSpan.Zero)
        {
            Tell(new Tick());
        }
        else
        {
            // Timers count in whole milliseconds and round down; one that is early would be set again and again.
            _timer!.Change(TimeSpan.FromMilliseconds(Math.Ceiling(pause.TotalMilliseconds)), Timeout.InfiniteTimeSpan);
        }
    }

    private long HalfWay => _horizonMs == long.MinValue ? long.MinValue : _horizonMs - (long)(options.TimerHorizon.TotalMilliseconds / 2);

    /// <summary>Reads the next that is to be read.</summary>
    private async Task LookAsync()
    {
        if (IsStopping || NowMs < _tryAgainMs)
        {
            return;
        }

        try
        {
            await ReadDoubtedAsync().ConfigureAwait(false);
            _pass ??= NextPass();
            if (_pass is { } pass)
            {
                await ReadPageAsync(pass).ConfigureAwait(false);
            }

            _failedReadings = 0;
        }
        catch (OperationCanceledException) when (IsStopping)
        {
            LogReadingGivenUp();
        }
        catch (Exception e)
        {
            LogNotRead(++_failedReadings, e);
            _tryAgainMs = (time.GetUtcNow() + Pauses.After(options, _failedReadings)).ToUnixTimeMilliseconds();
        }
    }

    private async Task ReadDoubtedAsync()
    {
        foreach (var address in _doubted.ToList())
        {
            var stored = await store.LoadInvocationsOfAsync(address, _stopping.Token).ConfigureAwait(false);
            var ids = stored.Select(s => s.Id).ToHashSet();
            foreach (var gone in _runs.Values.Where(r => r.Id.Address == address && !ids.Contains(r.Id)).ToList())
            {
                Forget(gone);
            }

            foreach (var record in stored)
            {
                Find(record);
            }

            _doubted.Remove(address);
        }
    }

    private Pass? NextPass()
    {
        var now = NowMs;
        if (now >= HalfWay)
        {
            _horizonMs = now + (long)options.TimerHorizon.TotalMilliseconds;
            return Opened(new(_horizonMs, IsFull: true));
        }

        return now >= _nextPassMs || _queues.Values.Any(q => q.IsHungry) ? Opened(new(now, IsFull: false)) : null;
    }

    private Pass Opened(Pass pass)
    {
        if (_nextPassMs <= pass.UntilMs)
        {
            _nextPassMs = long.MaxValue;
        }

        foreach (var queue in _queues.Values)
        {
            queue.HasLeft = false;
        }

        return pass;
    }

    private async Task ReadPageAsync(Pass pass)
    {
        var page = await store.LoadInvocationsAsync(pass.UntilMs, pass.After, PageSize, _stopping.Token).ConfigureAwait(false);
        var hasRoom = true;
        foreach (var record in page)
        {
            hasRoom = Find(record);
            if (!hasRoom)
            {
                break;
            }

            pass = pass with { After = record };
        }

        if (hasRoom && page.Count == PageSize && (pass.IsFull || _queues.Values.Any(q => q.IsBehind && !q.IsFull)))
        {
            _pass = pass;
            return;
        }

        _pass = null;
        if (page.Count < PageSize || !hasRoom)
        {
            // All that is due was looked at.
            foreach (var queue in _queues.Values)
            {
                queue.IsBehind = queue.HasLeft;
            }
        }
    }

    /// <summary>Takes over what was found in the store; false where there is no room for what is due later.</summary>
    private bool Find(InvocationRecord record)
    {
        if (_runs.ContainsKey(record.Id))
        {
            return true;
        }

        var isExternal = record.Source == InvocationStart.External;
        var dueMs = record.Progress.DueMs;
        if (isExternal && dueMs > _horizonMs)
        {
            return true;
        }

        if (dueMs > NowMs && _schedule.Count >= options.MaxInvocationsInMemory)
        {
            _nextPassMs = Math.Min(_nextPassMs, dueMs);
            return false;
        }

        var start = EffectJson.ReadStart(record.Payload.Span);
        var queue = isExternal ? null : QueueOf(record, start);
        if (queue is { IsFull: true } && dueMs <= NowMs)
        {
            Leave(queue);
            return true;
        }

        var run = Hold(record, start, queue);
        if (queue is not null && dueMs <= _startedMs)
        {
            // A host before this one may have begun it: it runs again, as a further attempt.
            run.Attempt++;
            Prepare(run, NowMs);
        }
        else
        {
            Schedule(run, dueMs);
        }

        return true;
    }

    /// <summary>A reading of the store from what is due first.</summary>
    /// <param name="UntilMs">Up to what is due then, in milliseconds since the Unix epoch.</param>
    /// <param name="IsFull">Whether it is about more than room in the queues.</param>
    private sealed record Pass(long UntilMs, bool IsFull)
    {
        /// <summary>The last one that was read.</summary>
        public InvocationRecord? After { get; init; }
    }

    [LoggerMessage(85, LogLevel.Error, "The services to run cannot be read from the store; they are asked for again (attempt {Attempt})")]
    private partial void LogNotRead(int attempt, Exception exception);

    [LoggerMessage(86, LogLevel.Debug, "The reading of services was given up, as the host is stopping")]
    private partial void LogReadingGivenUp();

    [LoggerMessage(87, LogLevel.Warning, "{Count} services still run, or bring home their outcome, {Timeout} after they were told to end; the host does not wait for them")]
    private partial void LogStillRunning(int count, TimeSpan timeout);

    [LoggerMessage(88, LogLevel.Warning, "The next attempt of the service {Service} of {Address} could not be written down; this is tried again (attempt {Attempt})")]
    private partial void LogNotSaved(string service, MachineAddress address, int attempt, Exception exception);

    [LoggerMessage(89, LogLevel.Critical, "The run of a service is stuck until the host is started again")]
    private partial void LogBroken(Exception exception);

    private readonly ILogger _logger = logger;
}
