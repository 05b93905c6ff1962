using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Threading.Channels;
using Stator.Embedded.Instances;
using Stator.Machines;
using Stator.Machines.Hosting;

namespace Stator.Embedded.Watching;

/// <summary>
/// Who wants to know when an instance has had a turn. They are told no more than that, so nothing gathers for a slow one: it reads
/// what it missed from the store.
/// </summary>
internal sealed class Watchers(int limit)
{
    private readonly ConcurrentDictionary<MachineAddress, ImmutableArray<Watch>> _watches = new();
    private int _count;

    /// <summary>How many there are.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Begins to watch; to be disposed of.</summary>
    /// <exception cref="RequestRefusedException">There are too many already.</exception>
    public Watch Begin(MachineAddress address)
    {
        if (Interlocked.Increment(ref _count) > limit)
        {
            Interlocked.Decrement(ref _count);
            throw new RequestRefusedException(StoreFaults.TooManyWatchers(limit));
        }

        var watch = new Watch(this, address);
        _watches.AddOrUpdate(address, _ => [watch], (_, watches) => watches.Add(watch));
        return watch;
    }

    /// <summary>Says that an instance has had a turn.</summary>
    public void Tell(MachineAddress address)
    {
        if (!_watches.IsEmpty && _watches.TryGetValue(address, out var watches))
        {
            foreach (var watch in watches)
            {
                watch.Signal();
            }
        }
    }

    /// <summary>Wakes all of them for the last time: the host ends.</summary>
    public void End()
    {
        foreach (var watch in _watches.Values.SelectMany(w => w))
        {
            watch.End();
        }
    }

    private void Remove(Watch watch)
    {
        Interlocked.Decrement(ref _count);
        while (_watches.TryGetValue(watch.Address, out var watches))
        {
            var left = watches.Remove(watch);
            if (left.IsEmpty ? _watches.TryRemove(KeyValuePair.Create(watch.Address, watches)) : _watches.TryUpdate(watch.Address, left, watches))
            {
                return;
            }
        }
    }

    /// <summary>One who watches an instance.</summary>
    internal sealed class Watch(Watchers owner, MachineAddress address) : IDisposable
    {
        private readonly Channel<bool> _signals = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

        public MachineAddress Address => address;

        /// <summary>Returns when there has been a turn since the last time; false where there will be none any more.</summary>
        public async ValueTask<bool> NextAsync(CancellationToken cancellation) =>
            await _signals.Reader.WaitToReadAsync(cancellation).ConfigureAwait(false) && _signals.Reader.TryRead(out _);

        public void Signal() => _signals.Writer.TryWrite(true);

        public void End() => _signals.Writer.TryComplete();

        public void Dispose() => owner.Remove(this);
    }
}
