using Stator.Machines.Hosting;

namespace Stator.Grains.Machines;

/// <summary>Who waits in a silo for something to happen to an instance: so many at a time, and nobody when the silo stops.</summary>
internal sealed class Watchers(StatorOptions options) : IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private int _count;

    /// <summary>Has somebody wait; null where too many do.</summary>
    /// <param name="patience">For how long, by a real clock, as calls are measured.</param>
    public Watch? TryBegin(TimeSpan patience)
    {
        if (Interlocked.Increment(ref _count) > options.MaxWatchers)
        {
            Interlocked.Decrement(ref _count);
            return null;
        }

        return new(this, patience);
    }

    public RequestFault TooMany() => StoreFaults.TooManyWatchers(options.MaxWatchers);

    /// <summary>Sends all away; they ask another silo.</summary>
    public Task StopAsync() => _stopping.CancelAsync();

    public void Dispose() => _stopping.Dispose();

    /// <summary>Somebody who waits.</summary>
    internal sealed class Watch : IDisposable
    {
        private readonly Watchers _all;
        private readonly CancellationTokenSource _patience;

        internal Watch(Watchers all, TimeSpan patience)
        {
            _all = all;
            _patience = CancellationTokenSource.CreateLinkedTokenSource(all._stopping.Token);
            _patience.CancelAfter(patience);
        }

        /// <summary>False when the patience is at an end.</summary>
        public async Task<bool> WaitAsync(Task next)
        {
            try
            {
                await next.WaitAsync(_patience.Token);
                return true;
            }
            catch (OperationCanceledException)
            {
                return false;
            }
        }

        public void Dispose()
        {
            _patience.Dispose();
            Interlocked.Decrement(ref _all._count);
        }
    }
}
