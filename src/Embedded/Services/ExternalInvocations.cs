using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Stator.Embedded.Instances;
using Stator.Machines;
using Stator.Machines.Hosting;
using Stator.Machines.Instances;
using Stator.Machines.Services;
using Stator.Machines.Stores;
using Stator.Machines.Telemetry;
using Stator.Statecharts.Data;
using Stator.Statecharts.Effects;
using Stator.Statecharts.Interpretation;

namespace Stator.Embedded.Services;

/// <summary>
/// Invocations that somebody outside completes. What they wait for is in the store only; an attempt begins when the one before has
/// failed, and fails when it is said to, or when there is no sign of life for too long.
/// </summary>
internal sealed partial class ExternalInvocations(
    IInvocationStore store, ProgressWriter progress, TurnRunner turns, TimeProvider time, StatorOptions options, ILogger<ExternalInvocations> logger)
    : IInvocationClient
{
    private readonly ILogger _logger = logger;

    /// <summary>One step of an invocation follows the other, however many callers there are.</summary>
    private readonly SemaphoreSlim[] _gates = [.. Enumerable.Range(0, 64).Select(_ => new SemaphoreSlim(1))];

    private ReadOnlyMemory<byte>? _secret;

    /// <inheritdoc/>
    public async Task<Receipt> CompleteAsync(string token, Value output, string? caller = null, CancellationToken cancellation = default)
    {
        var record = await RequireAsync(token, cancellation).ConfigureAwait(false);
        return await SettleAsync(record, Outcome.Done(output), caller, cancellation).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<Receipt> FailAsync(string token, Value error, string? caller = null, CancellationToken cancellation = default)
    {
        var id = (await RequireAsync(token, cancellation).ConfigureAwait(false)).Id;
        var failed = ServiceFailure.ErrorOf(error);
        using (await EnterAsync(id, cancellation).ConfigureAwait(false))
        {
            var record = await RequireAsync(token, cancellation).ConfigureAwait(false);
            if (NextAttempt(record, NowMs) is { } next)
            {
                LogFailed(id.Address, record.Progress.Attempt);
                await StoreFaults.Of(() => SaveAsync(next)).WaitAsync(cancellation).ConfigureAwait(false);
                var state = turns.FindCommitted(id.Address) ?? await turns.LoadAsync(id.Address).ConfigureAwait(false);
                return state?.Snapshot is { } snapshot
                    ? Receipts.Of(id.Address, snapshot, state.Record.Sequence, hasChanged: false, null)
                    : throw new RequestRefusedException(Faults.AlreadySettled(id.Address));
            }

            return await SettleAsync(record, Outcome.Failed(failed), caller, cancellation).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public async Task HeartbeatAsync(string token, CancellationToken cancellation = default)
    {
        var id = (await RequireAsync(token, cancellation).ConfigureAwait(false)).Id;
        using (await EnterAsync(id, cancellation).ConfigureAwait(false))
        {
            var record = await RequireAsync(token, cancellation).ConfigureAwait(false);
            if (HeartbeatOf(record).IntervalMs is { } interval)
            {
                await StoreFaults.Of(() => SaveAsync(record.Progress with { DueMs = NowMs + interval })).WaitAsync(cancellation).ConfigureAwait(false);
            }
        }
    }

    /// <summary>How far the services have come that an instance waits for.</summary>
    public async Task<ImmutableArray<RunningInvocation>> OfAsync(MachineAddress address, CancellationToken cancellation)
    {
        var records = await StoreFaults.Of(() => store.LoadInvocationsOfAsync(address, cancellation)).ConfigureAwait(false);
        var secret = records.Any(r => r.Source == InvocationStart.External) ? await SecretAsync(cancellation).ConfigureAwait(false) : default;
        return [.. records.Select(r => new RunningInvocation(
            r.Number, Math.Max(1, r.Progress.Attempt), r.Source == InvocationStart.External ? InvocationToken.Of(r.Id, secret.Span) : null))];
    }

    /// <summary>Sees to an invocation whose time for a sign of life is over, as far as was known.</summary>
    /// <param name="id">Which.</param>
    /// <param name="startedMs">When this host was started: while none ran nobody could give a sign of life.</param>
    public async Task<ExternalExpiry> ExpireAsync(OutboxId id, long startedMs)
    {
        try
        {
            using (await EnterAsync(id, CancellationToken.None).ConfigureAwait(false))
            {
                return await store.FindInvocationAsync(id, CancellationToken.None).ConfigureAwait(false) is { } record
                    ? await ExpireAsync(record, startedMs).ConfigureAwait(false)
                    : new(null, null);
            }
        }
        catch (Exception e)
        {
            LogNotSeenTo(id.Address, e);
            return new(null, NowMs + (long)options.RetryInterval.TotalMilliseconds);
        }
    }

    private async Task<ExternalExpiry> ExpireAsync(InvocationRecord record, long startedMs)
    {
        var heartbeat = HeartbeatOf(record);
        if (!heartbeat.IsValid)
        {
            return new(Outcome.Failed(ExternalSteps.InvalidHeartbeat), null);
        }

        var due = record.Progress.DueMs <= startedMs ? heartbeat.DueMs(startedMs) : record.Progress.DueMs;
        var now = NowMs;
        if (due > now)
        {
            return new(null, due == long.MaxValue ? null : due);
        }

        LogSilent(record.Id.Address, record.Progress.Attempt);
        if (NextAttempt(record, now) is { } next)
        {
            await SaveAsync(next).ConfigureAwait(false);
            return new(null, next.DueMs);
        }

        return new(Outcome.Failed(ExternalSteps.Silence(StartOf(record))), null);
    }

    private static InvocationProgress? NextAttempt(InvocationRecord record, long nowMs) => ExternalSteps.NextAttempt(StartOf(record), record.Progress, nowMs);

    private async Task<Receipt> SettleAsync(InvocationRecord record, Outcome outcome, string? caller, CancellationToken cancellation)
    {
        using var activity = StatorTelemetry.Activities.StartActivity("stator.settle");
        activity?.SetTag("stator.machine", record.Id.Address.Machine).SetTag("stator.key", record.Id.Address.Key).SetTag("stator.invocation", record.Id.ToString());
        var settle = new SettleService(record.Id, record.Number, outcome, null) { Caller = caller, Trace = StatorTelemetry.CurrentTrace };
        var receipt = await turns.PostAsync(record.Id.Address, settle).WaitAsync(cancellation).ConfigureAwait(false);
        return receipt.Changed ? receipt : throw new RequestRefusedException(Faults.AlreadySettled(record.Id.Address));
    }

    /// <summary>The invocation of a token.</summary>
    /// <exception cref="RequestRefusedException">The token is none, or its invocation has ended.</exception>
    private async Task<InvocationRecord> RequireAsync(string token, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(token);
        var secret = await SecretAsync(cancellation).ConfigureAwait(false);
        if (!InvocationToken.TryRead(token, secret.Span, out var id))
        {
            throw new RequestRefusedException(Faults.UnknownInvocation());
        }

        return await StoreFaults.Of(() => store.FindInvocationAsync(id, cancellation)).ConfigureAwait(false)
            ?? throw new RequestRefusedException(Faults.AlreadySettled(id.Address));
    }

    private async Task<ReadOnlyMemory<byte>> SecretAsync(CancellationToken cancellation)
    {
        var secret = _secret ?? await StoreFaults.Of(() => store.LoadSecretAsync(InvocationToken.SecretName, cancellation)).ConfigureAwait(false);
        _secret = secret;
        return secret;
    }

    private async Task<bool> SaveAsync(InvocationProgress step)
    {
        await progress.SaveAsync(step).ConfigureAwait(false);
        return true;
    }

    private async Task<Gate> EnterAsync(OutboxId id, CancellationToken cancellation)
    {
        var gate = _gates[(uint)id.GetHashCode() % (uint)_gates.Length];
        await gate.WaitAsync(cancellation).ConfigureAwait(false);
        return new(gate);
    }

    private long NowMs => time.GetUtcNow().ToUnixTimeMilliseconds();

    private static StartService StartOf(InvocationRecord record) => EffectJson.ReadStart(record.Payload.Span);

    private static ExternalHeartbeat HeartbeatOf(InvocationRecord record) => ExternalHeartbeat.Of(StartOf(record).Input);

    private readonly struct Gate(SemaphoreSlim semaphore) : IDisposable
    {
        public void Dispose() => semaphore.Release();
    }

    [LoggerMessage(90, LogLevel.Information, "An external invocation of {Address} has failed (after attempt {Attempt}) and waits once more")]
    private partial void LogFailed(MachineAddress address, int attempt);

    [LoggerMessage(91, LogLevel.Warning, "An external invocation of {Address} gave no sign of life in time (after attempt {Attempt})")]
    private partial void LogSilent(MachineAddress address, int attempt);

    [LoggerMessage(92, LogLevel.Warning, "An external invocation of {Address} could not be looked after; this is tried again")]
    private partial void LogNotSeenTo(MachineAddress address, Exception exception);
}

/// <summary>What becomes of an external invocation whose time is over; neither of the two where nothing is left to see to.</summary>
/// <param name="Outcome">It has failed for good.</param>
/// <param name="NextMs">It wants attention again then, in milliseconds since the Unix epoch.</param>
internal readonly record struct ExternalExpiry(Outcome? Outcome, long? NextMs);
