using Microsoft.Extensions.Logging;
using Stator.Machines.Hosting;
using Stator.Machines.Services;
using Stator.Machines.Stores;

namespace Stator.Grains.Services;

/// <summary>What is written down of an invocation, and forgotten when it has ended.</summary>
internal sealed partial class ServiceGrain
{
    /// <summary>Calls interleave, but one step of an invocation follows the other.</summary>
    private readonly SemaphoreSlim _storing = new(1);

    /// <summary>Set where a write was not confirmed. It may be there all the same; then the storage takes no other one until what is there was read.</summary>
    private bool _isBehind;

    /// <summary>Takes a step and writes it down, however often that takes; false where there is none to take.</summary>
    /// <exception cref="OperationCanceledException">It was told to end, and nothing is certain to be written.</exception>
    private async Task<bool> SaveAsync(Func<InvocationProgress, InvocationProgress?> step)
    {
        await _storing.WaitAsync();
        try
        {
            if (_end is not null)
            {
                throw new OperationCanceledException(_ending.Token);
            }

            if (step(_progress) is not { } next)
            {
                return false;
            }

            _progress = next == _progress ? next : await WriteAsync(next);
            return true;
        }
        finally
        {
            _storing.Release();
        }
    }

    /// <summary>Writes a step, and returns it as it was written.</summary>
    private async Task<InvocationProgress> WriteAsync(InvocationProgress next)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                if (_isBehind)
                {
                    await ReadAgainAsync();
                    if (kept.State.Progress == next)
                    {
                        return next;
                    }

                    next = After(kept.State.Progress, next);
                }

                kept.State = new() { Progress = next };
                await kept.WriteStateAsync();
                return next;
            }
            catch (Exception e)
            {
                _isBehind = true;
                LogNotSaved(_start.Source, _id.Address, attempt, e);
            }

            if (!await Pauses.WaitAsync(parts.Options, attempt, parts.Time, _ending.Token))
            {
                throw new OperationCanceledException(_ending.Token);
            }
        }
    }

    /// <summary>A step after what somebody else has written: no attempt runs twice under one number.</summary>
    private InvocationProgress After(InvocationProgress? written, InvocationProgress next)
    {
        if (written is null || written.Attempt < next.Attempt)
        {
            return next;
        }

        var failures = Math.Max(written.Failures, next.Failures);
        return _start.Source == InvocationStart.External
            ? next with { Attempt = written.Attempt, Failures = failures, DueMs = Math.Max(written.DueMs, next.DueMs) }
            : next with { Attempt = written.Attempt + 1, Failures = failures };
    }

    /// <summary>Clears what was written. Where the storage does not let it for long, that stays there, and does no harm: no invocation has this name again.</summary>
    private async Task ForgetAsync()
    {
        await _storing.WaitAsync();
        try
        {
            for (var attempt = 1; !await TryForgetAsync(attempt); attempt++)
            {
                if (attempt >= parts.Options.MaxAttemptsWithoutCaller || !await Pauses.WaitAsync(parts.Options, attempt, parts.Time, CancellationToken.None))
                {
                    return;
                }
            }
        }
        finally
        {
            _storing.Release();
        }
    }

    private async Task<bool> TryForgetAsync(int attempt)
    {
        try
        {
            if (_isBehind)
            {
                await ReadAgainAsync();
            }

            if (kept.RecordExists)
            {
                await kept.ClearStateAsync();
            }

            return true;
        }
        catch (Exception e)
        {
            _isBehind = true;
            LogNotForgotten(_id, attempt, e);
            return false;
        }
    }

    private async Task ReadAgainAsync()
    {
        await kept.ReadStateAsync();
        _isBehind = false;
    }

    [LoggerMessage(222, LogLevel.Warning, "How far the service {Service} of {Address} has come could not be written down (attempt {Attempt}); this is tried again")]
    private partial void LogNotSaved(string service, MachineAddress address, int attempt, Exception exception);

    [LoggerMessage(224, LogLevel.Warning, "What was written down of the service {Id}, which has ended, could not be cleared (attempt {Attempt})")]
    private partial void LogNotForgotten(OutboxId id, int attempt, Exception exception);
}
