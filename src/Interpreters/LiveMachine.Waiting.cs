using Stator.Statecharts.Snapshots;

namespace Stator.Interpreters;

/// <summary>Waiting for a machine to get somewhere.</summary>
public abstract partial class LiveMachine
{
    /// <summary>Waits until a state is active.</summary>
    /// <param name="state"><c>#id</c>, or a path of keys from the root such as <c>a.b</c>.</param>
    /// <param name="timeout">How long at most, by the interpreter's clock; null for as long as it takes.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <exception cref="TimeoutException">It took too long.</exception>
    /// <exception cref="InvalidOperationException">The machine ended elsewhere.</exception>
    public Task<Snapshot> WaitForAsync(string state, TimeSpan? timeout = null, CancellationToken cancellation = default) =>
        WaitForAsync(s => s.Matches(state), $"state '{state}'", timeout, cancellation);

    /// <summary>Waits until a condition holds. It is asked now and after each event that was handled.</summary>
    /// <param name="condition">The condition.</param>
    /// <param name="timeout">How long at most, by the interpreter's clock; null for as long as it takes.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <exception cref="TimeoutException">It took too long.</exception>
    /// <exception cref="InvalidOperationException">The machine ended before the condition held.</exception>
    public Task<Snapshot> WaitForAsync(Func<Snapshot, bool> condition, TimeSpan? timeout = null, CancellationToken cancellation = default) =>
        WaitForAsync(condition, "what was waited for", timeout, cancellation);

    private async Task<Snapshot> WaitForAsync(Func<Snapshot, bool> condition, string what, TimeSpan? timeout, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(condition);
        var reached = new TaskCompletionSource<Snapshot>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var subscription = _snapshotListeners.Add(Look);
        if (_snapshot is { } current)
        {
            Look(current);
        }

        try
        {
            return await reached.Task.WaitAsync(timeout ?? Timeout.InfiniteTimeSpan, Options.TimeProvider, cancellation).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"'{Definition.Id}' did not reach {what} within {timeout}. Active are: {string.Join(", ", ActiveStateIds)}.");
        }

        void Look(Snapshot snapshot)
        {
            try
            {
                if (condition(snapshot))
                {
                    reached.TrySetResult(snapshot);
                }
                else if (snapshot.Status != SnapshotStatus.Active)
                {
                    reached.TrySetException(new InvalidOperationException(
                        $"'{Definition.Id}' ended ({snapshot.Status}) without reaching {what}. Active are: {string.Join(", ", snapshot.StateIds)}."));
                }
            }
            catch (Exception e)
            {
                // The condition is the waiter's own: what it throws is for the waiter, not for whoever sent the event.
                reached.TrySetException(e);
            }
        }
    }
}
