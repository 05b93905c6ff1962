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
    private readonly CancellationTokenSource _ending = new();
    private OutboxId _id;
    private InvocationRecord? _record;
    private StartService _start = null!;
    private string? _version;
    private InvocationProgress _progress = null!;
    private Task _run = Task.CompletedTask;
    private Outcome? _outcome;
    private string? _trace;
    private bool _isStuck;

    /// <summary>Given when an external invocation has shown a sign of life.</summary>
    private TaskCompletionSource _heard = new();

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _id = OutboxId.Parse(this.GetPrimaryKeyString());
        return Task.CompletedTask;
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) => await _ending.CancelAsync();

    public async Task StartAsync(InvocationRecord invocation, string version, bool isNew)
    {
        if (_record is not null && (_version is not null || _start.Source == InvocationStart.External))
        {
            return;
        }

        Know(invocation);
        _version = version;
        if (!isNew)
        {
            await BeginAgainAsync();
        }

        Run();
    }

    public async Task CancelAsync()
    {
        await _ending.CancelAsync();
        DeactivateOnIdle();
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
        _progress = kept.State.Progress is { } written && written.Attempt > invocation.Progress.Attempt ? written : invocation.Progress with { Attempt = Math.Max(1, invocation.Progress.Attempt) };
    }

    /// <summary>
    /// An earlier run may have begun this attempt, so it is the next one. Of one that somebody outside works on the time begins anew: while it was not here nobody
    /// could give a sign of life.
    /// </summary>
    private Task BeginAgainAsync()
    {
        var next = _start.Source == InvocationStart.External
            ? _progress with { DueMs = Math.Max(_progress.DueMs, ExternalHeartbeat.Of(_start.Input).DueMs(NowMs)) }
            : _progress with { Attempt = _progress.Attempt + 1 };
        return next == _progress ? Task.CompletedTask : SaveAsync(next);
    }

    private void Run()
    {
        DelayDeactivation(TimeSpan.MaxValue);
        _run = _start.Source == InvocationStart.External ? WaitForOthersAsync() : RunAsync();
    }

    /// <summary>Attempt after attempt, until it has an outcome.</summary>
    private async Task RunAsync()
    {
        for (var hindrances = 0; _outcome is null && await WaitUntilAsync(_progress.DueMs);)
        {
            var attempt = new ServiceAttempt(_record!, _start, _progress.Attempt, DefinitionAsync, _ending.Token);
            var result = await Task.Run(() => running.RunAsync(attempt));
            _trace = result.Trace;
            if (result.Output is { } output)
            {
                _outcome = Outcome.Done(output);
            }
            else if (result.Failure is { } failure)
            {
                await FailedAsync(failure, result.Retry?.PauseAfter(_progress.Failures + 1));
            }
            else if (result.Hindrance is not null)
            {
                // Nothing has run, so nothing has failed.
                _progress = _progress with { DueMs = NowMs + (long)Pauses.After(parts.Options, ++hindrances).TotalMilliseconds };
            }
        }

        if (_outcome is not null)
        {
            await ReportAsync();
        }
    }

    /// <summary>Writes down the attempt to come, and when it is due; only then it may begin.</summary>
    private async Task FailedAsync(ServiceFailure failure, TimeSpan? pause)
    {
        if (failure.IsRetryable && pause is { } wait)
        {
            var dueMs = NowMs + (long)Math.Ceiling(wait.TotalMilliseconds);
            await SaveAsync(new(_id, _progress.Attempt + 1, _progress.Failures + 1, dueMs));
        }
        else
        {
            _outcome = Outcome.Failed(failure.Error);
        }
    }

    private async Task ReportAsync()
    {
        for (var attempt = 1; !await TryReportAsync(attempt); attempt++)
        {
            if (!await Pauses.WaitAsync(parts.Options, attempt, parts.Time, _ending.Token))
            {
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
                _isStuck = true;
                await parts.Grains.GetMachine(_id.Address).RaiseAsync(
                    new(_id.Address, IncidentKind.Service, _record!.Number.ToString(CultureInfo.InvariantCulture)), fault, refusals);
                return true;
        }
    }

    private async Task EndAsync()
    {
        if (kept.RecordExists)
        {
            await kept.ClearStateAsync();
        }

        DeactivateOnIdle();
    }

    private async Task SaveAsync(InvocationProgress progress)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                kept.State = new() { Progress = progress };
                await kept.WriteStateAsync();
                _progress = progress;
                return;
            }
            catch (Exception e)
            {
                LogNotSaved(_start.Source, _id.Address, attempt, e);
            }

            if (!await Pauses.WaitAsync(parts.Options, attempt, parts.Time, _ending.Token))
            {
                return;
            }
        }
    }

    /// <summary>Whether the time has come; false where nobody waits for this any more.</summary>
    private async Task<bool> WaitUntilAsync(long dueMs)
    {
        try
        {
            if (dueMs > NowMs)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(dueMs - NowMs), parts.Time, _ending.Token);
            }

            return !_ending.IsCancellationRequested;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private async Task<MachineDefinition?> DefinitionAsync() => await parts.Definitions.RequirePinnedAsync(_id.Address, _version!);

    private long NowMs => parts.Time.GetUtcNow().ToUnixTimeMilliseconds();

    [LoggerMessage(221, LogLevel.Warning, "The outcome of the service {Service} was not taken by {Address} and is brought again (attempt {Attempt}): {Reason}")]
    private partial void LogReportedAgain(string service, MachineAddress address, int attempt, string reason);

    [LoggerMessage(222, LogLevel.Warning, "How far the service {Service} of {Address} has come could not be written down (attempt {Attempt}); this is tried again")]
    private partial void LogNotSaved(string service, MachineAddress address, int attempt, Exception exception);
}
