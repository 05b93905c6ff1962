using Stator.Statecharts.Effects;

namespace Stator.Interpreters;

/// <summary>One run of a service, from its start through its attempts to its end.</summary>
internal sealed class ServiceRun(StartService start)
{
    private readonly CancellationTokenSource _cancellation = new();

    public StartService Start => start;

    /// <summary>Cancelled when the machine needs it no more.</summary>
    public CancellationToken Cancellation => _cancellation.Token;

    /// <summary>The attempt that runs or ran last, from 1.</summary>
    public int Attempt { get; set; }

    public void Cancel() => _cancellation.Cancel();

    /// <summary>Does something after a pause, unless the run is cancelled before.</summary>
    public void After(TimeSpan pause, TimeProvider time, Action then)
    {
        var timer = time.CreateTimer(_ => then(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        Cancellation.Register(timer.Dispose);
        timer.Change(pause, Timeout.InfiniteTimeSpan);
    }
}
