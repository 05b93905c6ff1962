using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Stator.Machines.Stores;
using Stator.Machines.Telemetry;
using Stator.Statecharts;
using Stator.Statecharts.Authoring;
using Stator.Statecharts.Data;
using Stator.Statecharts.Effects;

namespace Stator.Machines.Services;

/// <summary>One try of an invocation.</summary>
/// <param name="Record">The invocation.</param>
/// <param name="Start">What the chart asked for.</param>
/// <param name="Number">Which try it is, from 1.</param>
/// <param name="Definition">Finds the version its instance is pinned to, whose logic may bring the service; null where the instance is gone.</param>
/// <param name="Token">Tells it to end.</param>
internal sealed record ServiceAttempt(
    InvocationRecord Record, StartService Start, int Number, Func<Task<MachineDefinition?>> Definition, CancellationToken Token)
{
    /// <summary>The invocation's name.</summary>
    public OutboxId Id => Record.Id;
}

/// <summary>How an attempt came out; exactly one of the first three, or none where it was told to end.</summary>
/// <param name="Output">It ended well.</param>
/// <param name="Failure">It failed.</param>
/// <param name="Hindrance">It could not be begun.</param>
/// <param name="Retry">When it is tried again after a failure; null for never.</param>
/// <param name="Trace">The trace parent of the attempt, for the turn that takes its outcome.</param>
internal sealed record AttemptResult(
    Value? Output = null, ServiceFailure? Failure = null, RequestFault? Hindrance = null, RetryPolicy? Retry = null, string? Trace = null);

/// <summary>Runs one attempt of a service to its end.</summary>
internal sealed partial class AttemptRunner(ServiceFinder finder, TimeProvider time, ILogger<AttemptRunner> logger)
{
    private readonly ILogger _logger = logger;

    public async Task<AttemptResult> RunAsync(ServiceAttempt run)
    {
        BoundService service;
        try
        {
            service = await finder.FindAsync(run).ConfigureAwait(false);
        }
        catch (RequestRefusedException e)
        {
            LogHindered(run.Start.Source, run.Id.Address, e.Message);
            return new(Hindrance: e.Fault);
        }
        catch (Exception e)
        {
            LogBroken(run.Start.Source, run.Id.Address, e);
            return new(Hindrance: new("internal_error", e.Message));
        }

        var tag = new KeyValuePair<string, object?>("service", run.Start.Source);
        using var activity = StartActivity(run);
        StatorTelemetry.ServiceAttempts.Add(1, tag);
        StatorTelemetry.ServicesRunning.Add(1, tag);
        var result = await CallAsync(run, service).ConfigureAwait(false);
        StatorTelemetry.ServicesRunning.Add(-1, tag);
        if (result.Failure is not null)
        {
            StatorTelemetry.ServiceFailures.Add(1, tag);
            activity?.SetStatus(ActivityStatusCode.Error);
        }

        return result with { Retry = run.Start.Retry ?? service.Options.Retry, Trace = activity?.Id };
    }

    private async Task<AttemptResult> CallAsync(ServiceAttempt run, BoundService service)
    {
        using var limit = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(run.Token, limit.Token);
        var allowed = service.Options.Timeout ?? Timeout.InfiniteTimeSpan;
        limit.CancelAfter(allowed);
        var call = new ServiceCall(
            run.Id.Address, run.Id.ToString(), run.Number, run.Start.Source, run.Start.Input, () => limit.CancelAfter(allowed));
        try
        {
            return new(Output: await service.CallAsync(call, both.Token).ConfigureAwait(false));
        }
        catch (Exception) when (run.Token.IsCancellationRequested)
        {
            // It was told to end, and this is how it did; nobody waits for its outcome.
            return new();
        }
        catch (Exception) when (limit.IsCancellationRequested)
        {
            LogTooLong(run.Start.Source, run.Id.Address, run.Number, allowed);
            return new(Failure: new(ServiceFailure.ErrorOf($"The attempt took longer than its service may take ({allowed}).", "timeout"), IsRetryable: true));
        }
        catch (Exception e)
        {
            // A service that says in so many words why it failed needs no stack besides.
            var failure = ServiceFailure.Of(e);
            LogFailed(run.Start.Source, run.Id.Address, run.Number, ReasonOf(failure), e is ServiceFailedException ? null : e);
            return new(Failure: failure);
        }
    }

    private static string ReasonOf(ServiceFailure failure) =>
        failure.Error["message"] is { Kind: ValueKind.String } message ? message.AsString : failure.Error.ToString();

    private static Activity? StartActivity(ServiceAttempt run) => StatorTelemetry.ContextOf(run.Record.Trace) is { } parent
        ? StatorTelemetry.Activities.StartActivity("stator.service", ActivityKind.Consumer, parent)?
            .SetTag("stator.machine", run.Id.Address.Machine).SetTag("stator.key", run.Id.Address.Key)
            .SetTag("stator.service", run.Start.Source).SetTag("stator.invocation", run.Id.ToString()).SetTag("stator.attempt", run.Number)
        : null;

    [LoggerMessage(80, LogLevel.Error, "The service {Service} of {Address} cannot be begun, and is tried again later: {Reason}")]
    private partial void LogHindered(string service, MachineAddress address, string reason);

    [LoggerMessage(84, LogLevel.Error, "The service {Service} of {Address} cannot be begun for an error of the host, and is tried again later")]
    private partial void LogBroken(string service, MachineAddress address, Exception exception);

    [LoggerMessage(81, LogLevel.Warning, "Attempt {Attempt} of the service {Service} of {Address} failed: {Reason}")]
    private partial void LogFailed(string service, MachineAddress address, int attempt, string reason, Exception? exception);

    [LoggerMessage(79, LogLevel.Warning, "Attempt {Attempt} of the service {Service} of {Address} took longer than {Allowed}, and is told to end")]
    private partial void LogTooLong(string service, MachineAddress address, int attempt, TimeSpan allowed);
}
