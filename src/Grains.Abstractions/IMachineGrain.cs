using Orleans.Concurrency;
using Stator.Machines.Stores;
using Stator.Statecharts.Interpretation;

namespace Stator.Grains.Abstractions;

/// <summary>
/// One durable instance. Its key is <c>machine/key</c>. Requests that wait are decided together and committed once; an answer with a value
/// was committed.
/// </summary>
/// <remarks>What is passed on does not change, so a call inside a silo copies nothing.</remarks>
[Alias("stator.IMachineGrain")]
public interface IMachineGrain : IGrainWithStringKey
{
    /// <summary>Comes into being.</summary>
    [Alias("create")]
    Task<Answer<Receipt>> CreateAsync([Immutable] CreateRequest request, string? trace);

    /// <summary>Handles events, in order and all or nothing. What the request would wait for is the caller's to wait for.</summary>
    [Alias("send")]
    Task<Answer<Receipt>> SendAsync([Immutable] SendRequest request, string? trace);

    /// <summary>Takes the outcome of one of its invocations.</summary>
    [Alias("settle")]
    Task<Answer<Receipt>> SettleAsync(OutboxId invocation, long number, [Immutable] Outcome outcome, string? caller, string? trace);

    /// <summary>Changes its context by hand.</summary>
    [Alias("edit")]
    Task<Answer<Receipt>> EditContextAsync([Immutable] ContextEdit edit);

    /// <summary>Is disposed of.</summary>
    [Alias("remove")]
    Task<Answer<Receipt>> RemoveAsync(string? caller);

    /// <summary>Looks at the clock and at what is still to be done.</summary>
    [Alias("wake")]
    Task WakeAsync();

    /// <summary>The instance as it was last committed, or right after a turn.</summary>
    [Alias("snapshot")]
    Task<Answer<InstanceSnapshot>> GetSnapshotAsync(long? sequence);

    /// <summary>The same as a receipt, for whoever has changed nothing.</summary>
    [Alias("receipt")]
    Task<Answer<Receipt>> GetReceiptAsync();

    /// <summary>Its turns, oldest first.</summary>
    [Alias("history")]
    Task<Answer<HistoryPage>> GetHistoryAsync(long after, int limit);

    /// <summary>The same, but where there are none yet it waits a while for the next one; an empty page says that there was none.</summary>
    /// <param name="after">The sequence to go on after.</param>
    /// <param name="patience">How long to wait at most; shorter than a call may take.</param>
    [Alias("follow")]
    Task<Answer<Following>> FollowAsync(long after, TimeSpan patience);

    /// <summary>Waits a while for a condition to hold; null where it does not yet.</summary>
    /// <param name="condition">What for.</param>
    /// <param name="patience">How long at most; shorter than a call may take.</param>
    [Alias("wait")]
    Task<Answer<Reached?>> WaitAsync(WaitCondition condition, TimeSpan patience);

    /// <summary>Tries again what an incident of it is about; false where that failed once more.</summary>
    [Alias("retry")]
    Task<Answer<bool>> RetryAsync([Immutable] IncidentSubject incident);

    /// <summary>Gives up what an incident of it is about.</summary>
    [Alias("skip")]
    Task<Answer<bool>> SkipAsync([Immutable] IncidentSubject incident, [Immutable] OperatorNote note);

    /// <summary>One of the invocations it waits for; null where it does not wait for that any more.</summary>
    [Alias("invocation")]
    Task<InvocationRecord?> FindInvocationAsync(OutboxId id);

    /// <summary>A service of it is stuck: its outcome was refused too often.</summary>
    [Alias("raise")]
    Task RaiseAsync([Immutable] IncidentSubject incident, [Immutable] RequestFault fault, int attempts);
}

/// <summary>What one who follows an instance is told.</summary>
/// <param name="Turns">New turns, in their order; none where there was none for a while.</param>
/// <param name="HasEnded">Whether it was disposed of, and this was the last of it.</param>
[GenerateSerializer, Immutable, Alias("stator.Following")]
public sealed record Following([property: Id(0)] HistoryPage Turns, [property: Id(1)] bool HasEnded);

/// <summary>An instance that has come to what was waited for.</summary>
/// <param name="Receipt">As an answer to whoever sent an event and waits.</param>
/// <param name="Snapshot">As it is read.</param>
[GenerateSerializer, Immutable, Alias("stator.Reached")]
public sealed record Reached([property: Id(0)] Receipt Receipt, [property: Id(1)] InstanceSnapshot Snapshot);
