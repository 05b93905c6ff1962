using Stator.Machines.Stores;
using Stator.Statecharts.Effects;
using Stator.Statecharts.Interpretation;

namespace Stator.Embedded.Services;

/// <summary>An invocation that this host has in memory. Only the runner's loop changes it.</summary>
internal sealed class ServiceRun : IDisposable
{
    private readonly CancellationTokenSource _cancellation;

    /// <param name="record">The invocation.</param>
    /// <param name="start">What the chart asked for.</param>
    /// <param name="queue">Where it waits for its turn; null for one that somebody outside completes.</param>
    /// <param name="stopping">Cancelled when the host stops.</param>
    public ServiceRun(InvocationRecord record, StartService start, ServiceQueue? queue, CancellationToken stopping)
    {
        Record = record;
        Start = start;
        Queue = queue;
        Attempt = Math.Max(1, record.Progress.Attempt);
        Failures = record.Progress.Failures;
        _cancellation = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        Token = _cancellation.Token;
    }

    public InvocationRecord Record { get; }

    public StartService Start { get; }

    public ServiceQueue? Queue { get; }

    public OutboxId Id => Record.Id;

    /// <summary>Cancelled when nobody needs it any more, or the host stops.</summary>
    public CancellationToken Token { get; }

    /// <summary>The attempt under way or to come, from 1.</summary>
    public int Attempt { get; set; }

    /// <summary>How many attempts have failed.</summary>
    public int Failures { get; set; }

    /// <summary>How often it could not even be begun.</summary>
    public int Hindrances { get; set; }

    /// <summary>How it ended; null while it has not.</summary>
    public Outcome? Outcome { get; set; }

    /// <summary>Whether its outcome was refused too often, and waits for somebody to see to it.</summary>
    public bool IsStuck { get; set; }

    /// <summary>The trace parent of the attempt that ended last; null where that was not traced.</summary>
    public string? Trace { get; set; }

    /// <summary>Whether something is done for it outside the runner's loop, which the loop will hear of.</summary>
    public bool IsUnderWay { get; set; }

    /// <summary>Whether it is forgotten: what is still heard of it is of no account.</summary>
    public bool IsForgotten { get; private set; }

    /// <summary>Who wants to hear how the next delivery of its outcome comes out.</summary>
    public TaskCompletionSource? Asked { get; set; }

    /// <summary>Tells whoever runs for it to end.</summary>
    public void Forget()
    {
        IsForgotten = true;
        Asked?.TrySetResult();

        // Whatever it sets off over there is no concern of the loop.
        _ = _cancellation.CancelAsync();
    }

    public void Dispose() => _cancellation.Dispose();
}
