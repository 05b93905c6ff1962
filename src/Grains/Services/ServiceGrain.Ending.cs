using Microsoft.Extensions.Logging;
using Orleans.Runtime;
using Stator.Machines.Hosting;
using Stator.Machines.Stores;

namespace Stator.Grains.Services;

/// <summary>How long it runs: as long as its instance waits for it, and its silo is there.</summary>
internal sealed partial class ServiceGrain
{
    /// <summary>No delay may be as long as some that charts ask for, so a long one is many.</summary>
    private const long LongestDelayMs = 24 * 60 * 60 * 1000;

    private readonly CancellationTokenSource _ending = new();

    /// <summary>Set when nobody waits for it any more: nothing is written then.</summary>
    private Task? _end;

    public Task CancelAsync() => EndAsync();

    /// <summary>Has it end, and brings home what has ended just now.</summary>
    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        await _ending.CancelAsync();
        if (_end is null && !await running.HasEndedAsync(_run, cancellationToken))
        {
            LogStillRunning(_start.Source, _id.Address, reason.ReasonCode);
        }
    }

    /// <summary>Nobody waits for it any more.</summary>
    private Task EndAsync() => _end ??= EndOnceAsync();

    private async Task EndOnceAsync()
    {
        await _ending.CancelAsync();
        try
        {
            await ForgetAsync();
        }
        finally
        {
            DeactivateOnIdle();
        }
    }

    /// <summary>Whether the instance still waits. It was told to cancel this where it does not, but that may have got lost, with its silo or on the way.</summary>
    /// <exception cref="OperationCanceledException">It was told to end before it was answered.</exception>
    private async Task<bool> IsWantedAsync()
    {
        for (var attempt = 1; ; attempt++)
        {
            if (await AskIsWantedAsync() is { } isWanted)
            {
                return isWanted;
            }

            if (!await Pauses.WaitAsync(parts.Options, attempt, parts.Time, _ending.Token))
            {
                throw new OperationCanceledException(_ending.Token);
            }
        }
    }

    /// <summary>The same, asked once; null where nobody has answered.</summary>
    private async Task<bool?> AskIsWantedAsync()
    {
        try
        {
            return await parts.Grains.GetMachine(_id.Address).FindInvocationAsync(_id) is not null;
        }
        catch (Exception e)
        {
            LogNotAnswered(_start.Source, _id.Address, e);
            return null;
        }
    }

    /// <summary>Whether a time has come, which may be put off meanwhile; false where it was told to end.</summary>
    private async Task<bool> WaitUntilAsync(Func<long> dueMs)
    {
        while (dueMs() - NowMs is > 0 and var left)
        {
            if (!await WaitAsync(TimeSpan.FromMilliseconds(Math.Min(left, LongestDelayMs))))
            {
                return false;
            }
        }

        return !_ending.IsCancellationRequested;
    }

    /// <summary>Waits; false where it was told to end.</summary>
    private async Task<bool> WaitAsync(TimeSpan delay)
    {
        await Task.Delay(delay, parts.Time, _ending.Token).ConfigureAwait(ConfigureAwaitOptions.ContinueOnCapturedContext | ConfigureAwaitOptions.SuppressThrowing);
        return !_ending.IsCancellationRequested;
    }

    private long NowMs => parts.Time.GetUtcNow().ToUnixTimeMilliseconds();

    [LoggerMessage(225, LogLevel.Warning, "The service {Service} of {Address} was told to end ({Reason}) and is not waited for any longer; it runs again")]
    private partial void LogStillRunning(string service, MachineAddress address, DeactivationReasonCode reason);

    [LoggerMessage(226, LogLevel.Warning, "The service {Service} could not ask {Address} whether it still waits; it asks again")]
    private partial void LogNotAnswered(string service, MachineAddress address, Exception exception);
}
