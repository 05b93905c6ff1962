namespace Stator.Machines.Instances;

/// <summary>
/// The answer to one request; exactly one of the three, or none for a wake-up. It may be given only once the turn's commit is
/// confirmed.
/// </summary>
/// <param name="Receipt">It was applied.</param>
/// <param name="Fault">It was refused.</param>
/// <param name="RecordedId">It was applied before; the store has the receipt under this id.</param>
public readonly record struct TurnAnswer(Receipt? Receipt, RequestFault? Fault, string? RecordedId)
{
    /// <summary>It was applied.</summary>
    public static TurnAnswer Applied(Receipt receipt) => new(receipt, null, null);

    /// <summary>It was refused.</summary>
    public static TurnAnswer Refused(RequestFault fault) => new(null, fault, null);

    /// <summary>It was applied in an earlier turn.</summary>
    public static TurnAnswer Recorded(string eventId) => new(null, null, eventId);
}
