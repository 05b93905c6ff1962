using System.Globalization;
using Stator.Machines.Instances;
using Stator.Machines.Stores;

namespace Stator.Grains.Machines;

/// <summary>What an operator does to the instance, and about its incidents.</summary>
internal sealed partial class MachineGrain
{
    public Task<Answer<Receipt>> EditContextAsync(ContextEdit edit) => Problem(edit) is { } fault
        ? Task.FromResult(Answer.Refused<Receipt>(fault))
        : AskAsync(new EditContext(edit.Patch, edit.Note.Reason, edit.EventId) { Caller = edit.Note.Caller });

    public async Task<Answer<bool>> RetryAsync(IncidentSubject incident)
    {
        switch (incident.Kind)
        {
            case IncidentKind.Delivery:
                await _outputs.Lanes.TryAgainAsync(OutboxId.Parse(incident.Name));
                break;
            case IncidentKind.Service:
                await ReportAgainAsync(NumberOf(incident));
                break;
            default:
                // A refusal says that it has failed again, as the incident does.
                await AskAsync(new Wake(TriesAgain: true));
                break;
        }

        await parts.Incidents.SavedAsync(CancellationToken.None);
        return Answer.Of(!parts.Incidents.IsOpen(incident));
    }

    public async Task<Answer<bool>> SkipAsync(IncidentSubject incident, OperatorNote note)
    {
        var isDelivery = incident.Kind == IncidentKind.Delivery;
        var skipped = await AskAsync(new SkipPending(isDelivery ? 0 : NumberOf(incident), incident, note.Reason) { Caller = note.Caller });
        if (skipped.Fault is not null || skipped.MustAskAgain)
        {
            return new() { Fault = skipped.Fault, MustAskAgain = skipped.MustAskAgain };
        }

        if (isDelivery)
        {
            await parts.Incidents.SettleAsync(incident, CancellationToken.None);
            await _outputs.Lanes.GiveUpAsync(OutboxId.Parse(incident.Name));
        }

        // Whoever has skipped an incident does not find it in the tables any more.
        await _outputs.ProjectedAsync();
        return Answer.Of(true);
    }

    public Task<InvocationRecord?> FindInvocationAsync(OutboxId id) => Task.FromResult(_kept.Confirmed.Invocations.FirstOrDefault(i => i.Id == id));

    public Task RaiseAsync(IncidentSubject incident, RequestFault fault, int attempts)
    {
        parts.Incidents.Raise(incident, fault, attempts);
        return Task.CompletedTask;
    }

    private async Task ReportAgainAsync(long number)
    {
        if (_kept.Confirmed.Invocations.FirstOrDefault(i => i.Number == number) is { } invocation)
        {
            await parts.Grains.GetService(invocation.Id).ReportAgainAsync();
        }
    }

    private static long NumberOf(IncidentSubject incident) => long.Parse(incident.Name, CultureInfo.InvariantCulture);
}
