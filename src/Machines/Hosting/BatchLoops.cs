using System.Threading.Channels;

namespace Stator.Machines.Hosting;

/// <summary>
/// Hands on what comes from anywhere, in batches: each takes along whatever came while those before were handled, so batches grow with
/// the load, and who comes alone does not wait.
/// </summary>
/// <param name="limit">How many are in a batch at most.</param>
/// <param name="handle">Handles a batch. It does not throw.</param>
/// <param name="gather">Lets a batch that is not full wait for more, told how many there are; null where nobody is to wait. It does not throw.</param>
/// <param name="balance">
/// A batch begins beside others only when this many times as many wait as those have, and else when they are done; 0 where it is not to
/// wait. Batches that are handled side by side are many and small otherwise, where each costs something.
/// </param>
internal sealed class BatchLoops<T>(int limit, Func<List<T>, Task> handle, Func<int, Task>? gather = null, int balance = 0)
{
    /// <summary>Who comes while all is idle begins the batch itself: no other thread has to wake up for it.</summary>
    private readonly Channel<T> _waiting = Channel.CreateUnbounded<T>(new() { AllowSynchronousContinuations = true });

    private readonly Lock _lock = new();
    private Task _loops = Task.CompletedTask;
    private int _underWay;
    private volatile Balance? _balance;

    /// <summary>Whether a next batch can begin at once.</summary>
    public bool HasMore => _waiting.Reader.Count > 0;

    /// <param name="loops">How many batches are handled at a time.</param>
    public void Start(int loops) => _loops = Task.WhenAll(Enumerable.Range(0, loops).Select(_ => Task.Run(RunAsync)));

    /// <summary>Whether it is taken; once it has been told to end, nothing is.</summary>
    public bool TryAdd(T next)
    {
        var isTaken = _waiting.Writer.TryWrite(next);
        if (_balance is { } unbalanced && _waiting.Reader.Count >= unbalanced.Wanted)
        {
            unbalanced.Reached.TrySetResult();
        }

        return isTaken;
    }

    /// <summary>Hands on what is left, and ends.</summary>
    public Task StopAsync()
    {
        _waiting.Writer.TryComplete();
        return _loops;
    }

    private async Task RunAsync()
    {
        while (await _waiting.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            if (gather is not null && _waiting.Reader.Count is var count && count < limit)
            {
                await gather(count).ConfigureAwait(false);
            }

            if (balance > 0 && Unbalanced() is { } unbalanced)
            {
                await unbalanced.Reached.Task.ConfigureAwait(false);
            }

            if (Take() is not { Count: > 0 } batch)
            {
                continue;
            }

            var handled = handle(batch);
            if (handled.IsCompleted)
            {
                // The thread may be that of whoever came last, or of its grain, who is not to handle all that come after.
                await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
            }

            await handled.ConfigureAwait(false);
            End(batch.Count);
        }
    }

    private List<T> Take()
    {
        var batch = new List<T>();
        while (batch.Count < limit && _waiting.Reader.TryRead(out var next))
        {
            batch.Add(next);
        }

        lock (_lock)
        {
            _underWay += batch.Count;
        }

        return batch;
    }

    /// <summary>What a batch waits for that would begin now; null where it is to begin.</summary>
    private Balance? Unbalanced()
    {
        lock (_lock)
        {
            var wanted = Math.Min(balance * _underWay, limit);
            if (_waiting.Reader.Count >= wanted)
            {
                return null;
            }

            // One for all who wait: the end of any batch lets them go on.
            if (_balance is not { Reached.Task.IsCompleted: false })
            {
                _balance = new(wanted);
            }

            // Whoever came in between has not seen it.
            return _waiting.Reader.Count >= wanted ? null : _balance;
        }
    }

    private void End(int count)
    {
        Balance? reached;
        lock (_lock)
        {
            _underWay -= count;
            (reached, _balance) = (_balance, null);
        }

        reached?.Reached.TrySetResult();
    }

    private sealed record Balance(int Wanted)
    {
        public TaskCompletionSource Reached { get; } = new();
    }
}
