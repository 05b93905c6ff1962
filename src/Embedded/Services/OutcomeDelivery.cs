using System.Globalization;
using Microsoft.Extensions.Logging;
using Stator.Machines;
using Stator.Machines.Hosting;
using Stator.Machines.Instances;
using Stator.Machines.Stores;

namespace Stator.Embedded.Services;

/// <summary>How the delivery of an outcome came out.</summary>
internal enum OutcomeDelivered
{
    /// <summary>It was committed, or nobody waits for it any more.</summary>
    Yes,

    /// <summary>It was refused too often, and is an incident now.</summary>
    Stuck,

    /// <summary>The host stops, or the state was left; nothing more is to be done here.</summary>
    Stopped,
}

/// <summary>
/// Brings the outcome of a service to its instance, as often as it takes until the turn is committed. That it applies once is the
/// turn's concern: one that nobody waits for any more changes nothing.
/// </summary>
internal sealed partial class OutcomeDelivery(
    Func<MachineAddress, TurnRequest, Task<Receipt>> post, IncidentLog incidents, StatorOptions options, TimeProvider time, ILogger<OutcomeDelivery> logger)
{
    private readonly ILogger _logger = logger;

    /// <param name="run">Whose; it has an outcome.</param>
    public async Task<OutcomeDelivered> DeliverAsync(ServiceRun run)
    {
        var settle = new SettleService(run.Id, run.Record.Number, run.Outcome!.Value, null) { Trace = run.Trace };
        var subject = SubjectOf(run.Id.Address, run.Record.Number);
        var refusals = 0;
        for (var attempt = 1; ; attempt++)
        {
            RequestFault fault;
            try
            {
                await post(run.Id.Address, settle).ConfigureAwait(false);
                return OutcomeDelivered.Yes;
            }
            catch (RequestRefusedException e)
            {
                fault = e.Fault;
            }
            catch (Exception e)
            {
                LogBroken(run.Start.Source, run.Id.Address, e);
                fault = new("internal_error", "The turn failed with an error of the host, which its log has.");
            }

            switch (fault.Code)
            {
                case RequestFaultCode.UnknownInstance:
                    return OutcomeDelivered.Yes;
                case RequestFaultCode.NotOwner:
                    return OutcomeDelivered.Stopped;
                case RequestFaultCode.Overloaded or RequestFaultCode.StoreUnavailable or RequestFaultCode.Stopping:
                case var _ when IsHeldUp(run.Id.Address):
                    break;
                case var _ when ++refusals >= options.MaxAttemptsWithoutCaller || incidents.IsOpen(subject):
                    incidents.Raise(subject, fault, refusals);
                    return OutcomeDelivered.Stuck;
            }

            LogTriedAgain(run.Start.Source, run.Id.Address, attempt, fault.Code, fault.Message);
            if (!await Pauses.WaitAsync(options, attempt, time, run.Token).ConfigureAwait(false))
            {
                return OutcomeDelivered.Stopped;
            }
        }
    }

    /// <summary>The incident of an outcome that its instance does not take.</summary>
    public static IncidentSubject SubjectOf(MachineAddress address, long number) =>
        new(address, IncidentKind.Service, number.ToString(CultureInfo.InvariantCulture));

    /// <summary>An instance that is stalled or quarantined has its incident already; the outcome waits until it goes on.</summary>
    private bool IsHeldUp(MachineAddress address) => incidents.Of(address).Any(i => i.Kind is IncidentKind.Stalled or IncidentKind.Quarantined);

    [LoggerMessage(82, LogLevel.Warning, "The outcome of the service {Service} was not taken by {Address} and is brought again (attempt {Attempt}, {Code}): {Reason}")]
    private partial void LogTriedAgain(string service, MachineAddress address, int attempt, string code, string reason);

    [LoggerMessage(83, LogLevel.Error, "The turn that takes the outcome of the service {Service} of {Address} failed")]
    private partial void LogBroken(string service, MachineAddress address, Exception exception);
}
