using System.Globalization;
using Stator.Embedded.Outbox;
using Stator.Embedded.Services;
using Stator.Machines;
using Stator.Machines.Hosting;
using Stator.Machines.Instances;
using Stator.Machines.Stores;

namespace Stator.Embedded.Instances;

/// <summary>Where operators see to incidents: each kind is tried again, or given up, by whoever was stuck with it.</summary>
internal sealed class IncidentDesk(IIncidentStore store, IncidentLog log, TurnRunner turns, OutboxRunner outbox, ServiceRunner services) : IIncidentClient
{
    public async Task<IncidentPage> ListAsync(IncidentQuery query, CancellationToken cancellation = default)
    {
        IncidentRecords.Check(query);
        var found = await StoreFaults.Of(() => store.LoadIncidentsAsync(query.Machine, query.Key, query.After, query.Limit, cancellation)).ConfigureAwait(false);
        return new([.. found.Where(i => log.IsOpen(i.Subject)).Select(IncidentRecords.ToIncident)], found.Count == query.Limit ? found[^1].Number : null);
    }

    public async Task<Incident?> RetryAsync(long number, CancellationToken cancellation = default)
    {
        var subject = (await FindAsync(number, cancellation).ConfigureAwait(false)).Subject;
        switch (subject.Kind)
        {
            case IncidentKind.Delivery:
                await outbox.TryAgainAsync(OutboxId.Parse(subject.Name)).WaitAsync(cancellation).ConfigureAwait(false);
                break;
            case IncidentKind.Service:
                await services.TryAgainAsync(subject.Address, long.Parse(subject.Name, CultureInfo.InvariantCulture)).WaitAsync(cancellation).ConfigureAwait(false);
                break;
            default:
                await TryAgainAsync(subject, cancellation).ConfigureAwait(false);
                break;
        }

        await log.SavedAsync(cancellation).ConfigureAwait(false);
        return log.IsOpen(subject) && await StoreFaults.Of(() => store.FindIncidentAsync(number, cancellation)).ConfigureAwait(false) is { } open ? IncidentRecords.ToIncident(open) : null;
    }

    public async Task SkipAsync(long number, OperatorNote note, CancellationToken cancellation = default)
    {
        IncidentRecords.CheckReason(note);
        var subject = (await FindAsync(number, cancellation).ConfigureAwait(false)).Subject;
        IncidentRecords.CheckSkip(subject, note);
        var isDelivery = subject.Kind == IncidentKind.Delivery;
        var skip = new SkipPending(isDelivery ? 0 : long.Parse(subject.Name, CultureInfo.InvariantCulture), subject, note.Reason) { Caller = note.Caller };
        await turns.PostAsync(subject.Address, skip).WaitAsync(cancellation).ConfigureAwait(false);
        if (isDelivery)
        {
            await log.SettleAsync(subject, cancellation).ConfigureAwait(false);
            outbox.GiveUp(OutboxId.Parse(subject.Name));
        }
    }

    private async Task TryAgainAsync(IncidentSubject subject, CancellationToken cancellation)
    {
        try
        {
            await turns.PostAsync(subject.Address, new Wake(TriesAgain: true)).WaitAsync(cancellation).ConfigureAwait(false);
        }
        catch (RequestRefusedException) when (log.IsOpen(subject))
        {
            // It has failed again, as the incident says; that is the answer.
            return;
        }

        if (subject.Kind is IncidentKind.Stalled or IncidentKind.Quarantined)
        {
            log.Settle(subject);
        }
    }

    private async Task<IncidentRecord> FindAsync(long number, CancellationToken cancellation) =>
        await StoreFaults.Of(() => store.FindIncidentAsync(number, cancellation)).ConfigureAwait(false) is { } found && log.IsOpen(found.Subject)
        ? found
        : throw new RequestRefusedException(Faults.UnknownIncident(number));
}
