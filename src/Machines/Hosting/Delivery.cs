using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Stator.Machines.Instances;
using Stator.Machines.Stores;
using Stator.Machines.Telemetry;

namespace Stator.Machines.Hosting;

/// <summary>How an attempt to perform an effect came out in the end.</summary>
internal enum Delivered
{
    /// <summary>It is done, or there is nothing left to do.</summary>
    Yes,

    /// <summary>It was refused too often, and is an incident now.</summary>
    Blocked,

    /// <summary>The host stops; the store keeps it.</summary>
    Stopped,
}

/// <summary>Performs one effect, as often as it takes and no more often than it may.</summary>
internal sealed partial class Delivery(EffectPerformers performers, IncidentLog incidents, StatorOptions options, TimeProvider time, ILogger<Delivery> logger)
{
    private readonly ILogger _logger = logger;

    /// <summary>Performs an effect. One that is an incident already is tried once.</summary>
    /// <param name="lane">The lane it is the head of, which counts how often it was refused.</param>
    /// <param name="entry">The effect.</param>
    /// <param name="stopping">Ends the trying.</param>
    public async Task<Delivered> PerformAsync(DeliveryLane lane, OutboxEntry entry, CancellationToken stopping)
    {
        using var activity = StatorTelemetry.ContextOf(entry.Trace) is { } parent
            ? StatorTelemetry.Activities.StartActivity($"stator.{entry.Kind}", ActivityKind.Producer, parent)?.SetTag("stator.effect", entry.Id.ToString())
            : null;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await PerformOnceAsync(entry, stopping).ConfigureAwait(false);
                StatorTelemetry.EffectsPerformed.Add(1, new KeyValuePair<string, object?>("kind", entry.Kind));
                return Delivered.Yes;
            }
            catch (RequestRefusedException e) when (e.Fault.Code is RequestFaultCode.Overloaded or RequestFaultCode.StoreUnavailable or RequestFaultCode.Stopping)
            {
                LogTriedAgain(entry.Id, attempt, e.Message);
            }
            catch (RequestRefusedException e) when (e.Fault.Code is RequestFaultCode.InstanceFinished)
            {
                // As in a chart: events after the end are ignored.
                LogIgnored(entry.Id, e.Message);
                return Delivered.Yes;
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return Delivered.Stopped;
            }
            catch (Exception e)
            {
                var fault = FaultOf(e, lane.Key);
                if (++lane.Refusals >= options.MaxAttemptsWithoutCaller || incidents.IsOpen(SubjectOf(entry.Id)))
                {
                    incidents.Raise(SubjectOf(entry.Id), fault, lane.Refusals);
                    activity?.SetStatus(ActivityStatusCode.Error, fault.Message);
                    return Delivered.Blocked;
                }

                LogRefused(entry.Id, entry.Kind, attempt, fault.Message, e is RequestRefusedException ? null : e);
            }

            if (!await Pauses.WaitAsync(options, attempt, time, stopping).ConfigureAwait(false))
            {
                return Delivered.Stopped;
            }
        }
    }

    /// <summary>
    /// Ends the incidents of effects there is nothing left to do about. They go from the store before the effects do: a crash in between
    /// would leave an incident about nothing.
    /// </summary>
    public async Task SettleAsync(IReadOnlyList<OutboxId> ended, CancellationToken stopping)
    {
        foreach (var id in ended)
        {
            await incidents.SettleAsync(SubjectOf(id), stopping).ConfigureAwait(false);
        }
    }

    /// <summary>The incident of an effect that cannot be performed.</summary>
    private static IncidentSubject SubjectOf(OutboxId id) => new(id.Address, IncidentKind.Delivery, id.ToString());

    private static RequestFault FaultOf(Exception e, LaneKey lane) => e switch
    {
        RequestRefusedException { Fault.Code: RequestFaultCode.UnknownInstance } when lane.Receiver is { } receiver => Faults.UnknownReceiver(receiver),
        RequestRefusedException refused => refused.Fault,
        _ => new("action_failed", $"The effect failed: {e.Message}"),
    };

    /// <summary>The one switch over the kinds of effects that leave an instance through the outbox.</summary>
    private Task PerformOnceAsync(OutboxEntry entry, CancellationToken stopping) => entry.Kind switch
    {
        EffectJson.Send => performers.SendAsync(entry),
        EffectJson.Action => performers.PerformActionAsync(entry, stopping),
        _ => throw new InvalidOperationException($"Nobody performs effects of kind '{entry.Kind}'. Was the store written by a newer version of Stator?"),
    };

    [LoggerMessage(40, LogLevel.Warning, "The effect {Id} could not be performed and is tried again (attempt {Attempt}): {Reason}")]
    private partial void LogTriedAgain(OutboxId id, int attempt, string reason);

    [LoggerMessage(41, LogLevel.Information, "The effect {Id} is ignored: {Reason}")]
    private partial void LogIgnored(OutboxId id, string reason);

    [LoggerMessage(45, LogLevel.Warning, "The effect {Id} ({Kind}) was refused and is tried again (attempt {Attempt}): {Reason}")]
    private partial void LogRefused(OutboxId id, string kind, int attempt, string reason, Exception? exception);
}

/// <summary>Who performs which kind of effect.</summary>
/// <param name="SendAsync">Brings an event to another instance.</param>
/// <param name="PerformActionAsync">Runs an action on the world.</param>
internal sealed record EffectPerformers(Func<OutboxEntry, Task> SendAsync, Func<OutboxEntry, CancellationToken, Task> PerformActionAsync);
