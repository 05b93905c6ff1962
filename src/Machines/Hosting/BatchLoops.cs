using System.Threading.Channels;

namespace Stator.Machines.Hosting;

/// <summary>
/// Hands on what comes from anywhere, in batches: each takes along whatever came while those before were handled, so batches grow with
/// the load, and who comes alone does not wait.
/// </summary>
/// <param name="limit">How many are in a batch at most.</param>
/// <param name="handle">Handles a batch. It does not throw.</param>
/// <param name="gather">Lets a batch that is not full wait for more, told how many there are; null where nobody is to wait. It does not throw.</param>
internal sealed class BatchLoops<T>(int limit, Func<List<T>, Task> handle, Func<int, Task>? gather = null)
{
    /// <summary>Who comes while all is idle begins the batch itself: no other thread has to wake up for it.</summary>
    private readonly Channel<T> _waiting = Channel.CreateUnbounded<T>(new() { AllowSynchronousContinuations = true });

    private Task _loops = Task.CompletedTask;

    /// <summary>Whether a next batch can begin at once.</summary>
    public bool HasMore => _waiting.Reader.Count > 0;

    /// <param name="loops">How many batches are handled at a time.</param>
    public void Start(int loops) => _loops = Task.WhenAll(Enumerable.Range(0, loops).Select(_ => Task.Run(RunAsync)));

    /// <summary>Whether it is taken; once it has been told to end, nothing is.</summary>
    public bool TryAdd(T next) => _waiting.Writer.TryWrite(next);

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

            var batch = new List<T>();
            while (batch.Count < limit && _waiting.Reader.TryRead(out var next))
            {
                batch.Add(next);
            }

            if (batch.Count == 0)
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
        }
    }
}
