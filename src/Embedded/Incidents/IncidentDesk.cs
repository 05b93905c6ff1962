using System.Globalization;
using Stator.Embedded.Instances;
using Stator.Embedded.Outbox;
using Stator.Embedded.Services;
using Stator.Machines;
using Stator.Machines.Instances;
using Stator.Machines.Stores;

namespace Stator.Embedded.Incidents;

/// <summary>Where operators see to incidents: each kind is tried again, or given up, by whoever was stuck with it.</summary>
internal sealed class IncidentDesk(IIncidentStore store, IncidentLog log, TurnRunner turns, OutboxRunner outbox, ServiceRunner services) : IIncidentClient
{
    public async Task<IncidentPage> ListAsync(IncidentQuery query, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (query.Limit is < 1 or > 1_000 || (query.Key is not null && query.Machine is null))
        {
            throw new RequestRefusedException(new(
                RequestFaultCode.InvalidRequest, "'limit' must be from 1 to 1000, and a key is looked for only together with its machine."));
        }

        var found = await StoreFaults.Of(() => store.LoadIncidentsAsync(query.Machine, query.Key, query.After, query.Limit, cancellation)).ConfigureAwait(false);
        return new([.. found.Where(i => log.IsOpen(i.Subject)).Select(IncidentOf)], found.Count == query.Limit ? found[^1].Number : null);
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
        return log.IsOpen(subject) && await StoreFaults.Of(() => store.FindIncidentAsync(number, cancellation)).ConfigureAwait(false) is { } open ? IncidentOf(open) : null;
    }

    public async Task SkipAsync(long number, OperatorNote note, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(note);
        if (string.IsNullOrWhiteSpace(note.Reason))
        {
            throw new RequestRefusedException(new(RequestFaultCode.InvalidRequest, "Give a 'reason': it goes into the history, for whoever asks why.", "/reason"));
        }

        var subject = (await FindAsync(number, cancellation).ConfigureAwait(false)).Subject;
        if (subject.Kind is IncidentKind.Stalled or IncidentKind.Quarantined)
        {
            throw new RequestRefusedException(new(
                RequestFaultCode.InvalidRequest,
                $"An instance that is {subject.Kind} has nothing that could be skipped. Make its version or its snapshot usable and retry, or dispose of the instance."));
        }

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

    private static Incident IncidentOf(IncidentRecord record) => new(
        record.Number, record.Subject.Address, record.Subject.Kind, record.Subject.Name, new(record.Code, record.Message), record.Attempts,
        DateTimeOffset.FromUnixTimeMilliseconds(record.FirstAtMs), DateTimeOffset.FromUnixTimeMilliseconds(record.LastAtMs));
}
