namespace Stator.Machines.Stores;

/// <summary>
/// Keeps the invocations of services that run beside their instances. Rows come and go with the commits of their instances; what is
/// written here is only how far an invocation has come.
/// </summary>
public interface IInvocationStore
{
    /// <summary>Invocations that want attention up to a time, in the order of that time.</summary>
    /// <param name="untilMs">Milliseconds since the Unix epoch, inclusive.</param>
    /// <param name="after">The last one of the page before; null for the first page.</param>
    /// <param name="limit">How many at most, 1 or more.</param>
    /// <param name="cancellation">Ends the reading.</param>
    Task<IReadOnlyList<InvocationRecord>> LoadInvocationsAsync(long untilMs, InvocationRecord? after, int limit, CancellationToken cancellation);

    /// <summary>One invocation; null where it has ended, or never was.</summary>
    Task<InvocationRecord?> FindInvocationAsync(OutboxId id, CancellationToken cancellation);

    /// <summary>The invocations of one instance, in the order they were started.</summary>
    Task<IReadOnlyList<InvocationRecord>> LoadInvocationsOfAsync(MachineAddress address, CancellationToken cancellation);

    /// <summary>Writes how far invocations have come; those that have ended are ignored.</summary>
    /// <exception cref="OwnershipLostException">Another host has taken the store over; nothing was written.</exception>
    Task SaveInvocationsAsync(IReadOnlyList<InvocationProgress> progress, CancellationToken cancellation);

    /// <summary>A secret of this store, made at random when it is first asked for and then always the same; 32 bytes.</summary>
    /// <param name="name">What it is for.</param>
    /// <param name="cancellation">Ends the waiting for a connection.</param>
    Task<ReadOnlyMemory<byte>> LoadSecretAsync(string name, CancellationToken cancellation);
}

/// <summary>One run of a service, as long as its instance waits for it.</summary>
/// <param name="Id">Its name for ever: the effect that started it. A service is given it to recognise a run that is tried again.</param>
/// <param name="Number">Its number within the instance, under which its outcome is settled.</param>
/// <param name="Source">Which service.</param>
/// <param name="Payload">The <see cref="Statecharts.Effects.StartService"/>, as JSON in UTF-8.</param>
/// <param name="Progress">How far it has come.</param>
/// <param name="Trace">The W3C trace parent of the turn that started it; null where that was not traced.</param>
public sealed record InvocationRecord(
    OutboxId Id, long Number, string Source, ReadOnlyMemory<byte> Payload, InvocationProgress Progress, string? Trace);

/// <summary>How far an invocation has come.</summary>
/// <param name="Id">Which.</param>
/// <param name="Attempt">The attempt under way, or the last one; 0 before the first.</param>
/// <param name="Failures">How many attempts have failed; one that a crash ended has not.</param>
/// <param name="DueMs">When it wants attention next: its next attempt, or the latest heartbeat it may wait for. Milliseconds since the Unix epoch; <see cref="long.MaxValue"/> for never.</param>
public sealed record InvocationProgress(OutboxId Id, int Attempt, int Failures, long DueMs);
