using Stator.Machines;
using Stator.Statecharts.Data;

namespace Stator.Checking.Evidence;

/// <summary>What somebody outside saw. The lines of a journal are in the order in which it was seen.</summary>
public abstract record JournalLine;

/// <summary>A request is about to be sent, for the first time or again.</summary>
/// <param name="Address">To whom.</param>
/// <param name="EventId">Its name.</param>
/// <param name="Turns">How many turns it is worth where it is applied: one for each event.</param>
public sealed record Asked(MachineAddress Address, string EventId, int Turns) : JournalLine;

/// <summary>A request was answered with a receipt.</summary>
/// <param name="Address">By whom.</param>
/// <param name="EventId">Its name.</param>
/// <param name="Receipt">The receipt, as it came.</param>
public sealed record Acknowledged(MachineAddress Address, string EventId, Value Receipt) : JournalLine;

/// <summary>Somebody looked at an instance.</summary>
/// <param name="Address">Which.</param>
/// <param name="Sequence">How many turns it had had.</param>
/// <param name="Digest">The digest of the snapshot that was shown; empty where that was not taken.</param>
/// <param name="AtLeast">The turns that were acknowledged, or seen, before this look began.</param>
public sealed record Looked(MachineAddress Address, long Sequence, string Digest, long AtLeast) : JournalLine;

/// <summary>A service was called.</summary>
/// <param name="Invocation">The name of the invocation it was called under.</param>
/// <param name="Attempt">Which attempt that was; 0 where the service was not told.</param>
/// <param name="Input">What it was given.</param>
public sealed record Called(string Invocation, int Attempt, Value Input) : JournalLine;

/// <summary>A service yielded something; whether anybody heard of it is not known here.</summary>
/// <param name="Invocation">The name of the invocation.</param>
/// <param name="Output">What it yielded.</param>
public sealed record Yielded(string Invocation, Value Output) : JournalLine;

/// <summary>An operator gave up a delivery.</summary>
/// <param name="Effect">The name of the effect.</param>
public sealed record GaveUp(string Effect) : JournalLine;
