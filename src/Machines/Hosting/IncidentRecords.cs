using Stator.Machines.Stores;

namespace Stator.Machines.Hosting;

/// <summary>Incidents as operators see them, and what is wrong with what they ask.</summary>
internal static class IncidentRecords
{
    public static RequestFault NoReason { get; } = new(
        RequestFaultCode.InvalidRequest, "Give a 'reason': it goes into the history, for whoever asks why.", "/reason");

    public static Incident ToIncident(IncidentRecord record) => new(
        record.Number, record.Subject.Address, record.Subject.Kind, record.Subject.Name, new(record.Code, record.Message), record.Attempts,
        DateTimeOffset.FromUnixTimeMilliseconds(record.FirstAtMs), DateTimeOffset.FromUnixTimeMilliseconds(record.LastAtMs));

    /// <exception cref="RequestRefusedException">The query makes no sense.</exception>
    public static void Check(IncidentQuery query)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (query.Limit is < 1 or > 1_000 || (query.Key is not null && query.Machine is null))
        {
            throw new RequestRefusedException(new(
                RequestFaultCode.InvalidRequest, "'limit' must be from 1 to 1000, and a key is looked for only together with its machine."));
        }
    }

    /// <exception cref="RequestRefusedException">It cannot be skipped, or not without a reason.</exception>
    public static void CheckSkip(IncidentSubject subject, OperatorNote note)
    {
        CheckReason(note);
        if (subject.Kind is IncidentKind.Stalled or IncidentKind.Quarantined)
        {
            throw new RequestRefusedException(new(
                RequestFaultCode.InvalidRequest,
                $"An instance that is {subject.Kind} has nothing that could be skipped. Make its version or its snapshot usable and retry, or dispose of the instance."));
        }
    }

    /// <exception cref="RequestRefusedException">There is no reason.</exception>
    public static void CheckReason(OperatorNote note)
    {
        ArgumentNullException.ThrowIfNull(note);
        if (string.IsNullOrWhiteSpace(note.Reason))
        {
            throw new RequestRefusedException(NoReason);
        }
    }
}
