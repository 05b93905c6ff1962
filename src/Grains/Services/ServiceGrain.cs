using System.Globalization;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using Orleans.Placement;
using Orleans.Runtime;
using Stator.Grains.Machines;
using Stator.Grains.Storage;
using Stator.Machines.Hosting;
using Stator.Machines.Instances;
using Stator.Machines.Services;
using Stator.Machines.Stores;
using Stator.Statecharts;
using Stator.Statecharts.Effects;
using Stator.Statecharts.Interpretation;

namespace Stator.Grains.Services;

/// <summary>
/// Runs one invocation, in the silo of its instance where that has room, and reports its outcome until the instance has committed it. It may be lost with its silo: the
/// instance asks for it again, and it goes on with a further attempt under the same name.
/// </summary>
[Reentrant]
[PreferLocalPlacement]
internal sealed partial class ServiceGrain(
    [PersistentState("service", MachineStorage.Name)] IPersistentState<ServiceRecord> kept, MachineParts parts, ServiceRunning running, ILogger<ServiceGrain> logger)
    : Grain, IServiceGrain
{
    private readonly ILogger _logger = logger;
    private OutboxId _id;
    private InvocationRecord? _record;
    private StartService _start = null!;
    private string? _version;
    private InvocationProgress _progress = null!;
    private Task _run = Task.CompletedTask;
    private Outcome? _outcome;
    private string? _trace;
    private bool _isStuck;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _id = OutboxId.Parse(this.GetPrimaryKeyString());
        return Task.CompletedTask;
    }

    public Task StartAsync(InvocationRecord invocation, string version, bool isNew)
    {
        if (_record is not null && (_version is not null || _start.Source == InvocationStart.External))
        {
            return Task.CompletedTask;
        }

        Know(invocation);
        _version = version;
        Run(isNew);
        return Task.CompletedTask;
    }

    public async Task<bool> ReportAgainAsync()
    {
        if (_isStuck)
        {
            await TryReportAsync(refusals: parts.Options.MaxAttemptsWithoutCaller);
        }

        return !_isStuck;
    }

    public Task<InvocationProgress?> GetProgressAsync() => Task.FromResult(_record is null ? kept.State.Progress : _progress);

    /// <summary>Takes over what its instance says, and what was written down since.</summary>
    private void Know(InvocationRecord invocation)
    {
        _record = invocation;
        _start = EffectJson.ReadStart(invocation.Payload.Span);
        _progress = kept.State.Progress is { } written && written.Attempt >= invocation.Progress.Attempt ? written : invocation.Progress;
        _progress = _progress with { Attempt = Math.Max(1, _progress.Attempt) };
    }

    private void Run(bool isNew)
    {
        _run = RunToEndAsync(isNew);
        running.Follow(_run, _ending);
    }

    /// <summary>Whatever goes wrong here is told, and the grain leaves: the instance's reminder finds a new one, which begins again.</summary>
    private async Task RunToEndAsync(bool isNew)
    {
        try
        {
            await (_start.Source == InvocationStart.External ? WaitForOthersAsync() : AttemptAllAsync(isNew));
            if (_outcome is not null && _end is null)
            {
                await ReportAsync();
            }
        }
        catch (OperationCanceledException) when (_ending.IsCancellationRequested)
        {
            // It was told to end while it waited for something.
        }
        catch (Exception e)
        {
            LogBroken(_start.Source, _id.Address, e);
            DeactivateOnIdle();
        }
    }

    /// <summary>Attempt after attempt, until it has an outcome. The first one that is new costs its instance no question.</summary>
    private async Task AttemptAllAsync(bool isNew)
    {
        DelayDeactivation(TimeSpan.MaxValue);
        if (!isNew)
        {
            // An earlier run may have begun this attempt.
            await SaveAsync(p => p with { Attempt = p.Attempt + 1 });
        }

        for (var hindrances = 0; _outcome is null && await WaitUntilAsync(() => _progress.DueMs);)
        {
            if ((_progress.Attempt > 1 || hindrances > 0) && !await IsWantedAsync())
            {
                await EndAsync();
                return;
            }

            var result = await AttemptAsync();
            _trace = result.Trace;
            if (result.Output is { } output)
            {
                _outcome = Outcome.Done(output);
            }
            else if (result.Failure is { } failure)
            {
                await FailedAsync(failure, result.Retry?.PauseAfter(_progress.Failures + 1, failure.RetryAfter));
            }
            else if (result.Hindrance is not null)
            {
                // Nothing has run, so nothing has failed.
                _progress = _progress with { DueMs = NowMs + (long)Pauses.After(parts.Options, ++hindrances).TotalMilliseconds };
            }
        }
    }

    /// <summary>One attempt. Where it takes long, the instance is asked from time to time whether it still waits.</summary>
    private async Task<AttemptResult> AttemptAsync()
    {
        var attempt = new ServiceAttempt(_record!, _start, _progress.Attempt, DefinitionAsync, _ending.Token);
        var result = Task.Run(() => running.RunAsync(attempt));
        while (!result.IsCompleted)
        {
            await ((Task)result).WaitAsync(parts.ReminderPeriod, parts.Time)
                .ConfigureAwait(ConfigureAwaitOptions.ContinueOnCapturedContext | ConfigureAwaitOptions.SuppressThrowing);
            if (!result.IsCompleted && !_ending.IsCancellationRequested && await AskIsWantedAsync() == false)
            {
                await CancelAsync();
            }
        }

        return await result;
    }

    /// <summary>Writes down the attempt to come, and when it is due; only then it may begin.</summary>
    private async Task FailedAsync(ServiceFailure failure, TimeSpan? pause)
    {
        if (failure.IsRetryable && pause is { } wait)
        {
            var dueMs = NowMs + (long)Math.Ceiling(wait.TotalMilliseconds);
            await SaveAsync(p => new(_id, p.Attempt + 1, p.Failures + 1, dueMs));
        }
        else
        {
            _outcome = Outcome.Failed(failure.Error);
        }
    }

    private async Task ReportAsync()
    {
        DelayDeactivation(TimeSpan.MaxValue);
        for (var attempt = 1; !await TryReportAsync(attempt); attempt++)
        {
            if (!await Pauses.WaitAsync(parts.Options, attempt, parts.Time, _ending.Token))
            {
                return;
            }
        }

        while (_isStuck && await WaitAsync(parts.ReminderPeriod))
        {
            if (await AskIsWantedAsync() == false)
            {
                await EndAsync();
                return;
            }
        }
    }

    /// <summary>Brings the outcome to its instance; false where it is to be brought again.</summary>
    private async Task<bool> TryReportAsync(int refusals)
    {
        var answer = await Asking.AskAsync(
            parts.Grains.GetMachine(_id.Address), machine => machine.SettleAsync(_id, _record!.Number, _outcome!.Value, null, _trace));
        switch (answer.Fault)
        {
            case null or { Code: RequestFaultCode.UnknownInstance }:
                _isStuck = false;
                await EndAsync();
                return true;
            case { Code: RequestFaultCode.Overloaded or RequestFaultCode.StoreUnavailable or RequestFaultCode.Stopping or RequestFaultCode.DefinitionMissing or FaultCode.InvalidSnapshot }:
                LogReportedAgain(_start.Source, _id.Address, refusals, answer.Fault.Message);
                return false;
            case var fault when refusals < parts.Options.MaxAttemptsWithoutCaller:
                LogReportedAgain(_start.Source, _id.Address, refusals, fault.Message);
                return false;
            case var fault:
                _isStuck = await TryRaiseAsync(fault, refusals);
                return _isStuck;
        }
    }

    private async Task<bool> TryRaiseAsync(RequestFault fault, int refusals)
    {
        try
        {
            var subject = new IncidentSubject(_id.Address, IncidentKind.Service, _record!.Number.ToString(CultureInfo.InvariantCulture));
            await parts.Grains.GetMachine(_id.Address).RaiseAsync(subject, fault, refusals);
            return true;
        }
        catch (Exception e)
        {
            LogNotRaised(_start.Source, _id.Address, e);
            return false;
        }
    }

    private async Task<MachineDefinition?> DefinitionAsync() => await parts.Definitions.RequirePinnedAsync(_id.Address, _version!);

    [LoggerMessage(221, LogLevel.Warning, "The outcome of the service {Service} was not taken by {Address} and is brought again (attempt {Attempt}): {Reason}")]
    private partial void LogReportedAgain(string service, MachineAddress address, int attempt, string reason);

    [LoggerMessage(229, LogLevel.Warning, "The instance {Address} could not be told that it refuses the outcome of the service {Service}, which is brought again")]
    private partial void LogNotRaised(string service, MachineAddress address, Exception exception);

    [LoggerMessage(223, LogLevel.Error, "The run of the service {Service} of {Address} broke off for an error of the host; it begins again with the instance's reminder")]
    private partial void LogBroken(string service, MachineAddress address, Exception exception);
}
