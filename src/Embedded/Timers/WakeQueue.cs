using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Stator.Machines;
using Stator.Machines.Stores;

namespace Stator.Embedded.Timers;

/// <summary>
/// Wakes each instance when its next timer is due. The truth is in the store: this holds the near future only, is filled from the store
/// at the start and again before the horizon is reached, and follows each commit. A wake-up too many does no harm.
/// </summary>
internal sealed partial class WakeQueue(IInstanceStore store, StatorOptions options, TimeProvider time, ILogger<WakeQueue> logger) : IDisposable
{
    /// <summary>The clock is looked at at least this often, so that nothing is late for long when it is set forward.</summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private readonly Lock _lock = new();
    private readonly WakeSchedule _schedule = new();
    private readonly Channel<bool> _signals = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly CancellationTokenSource _stopping = new();
    private ITimer? _timer;
    private long _horizonMs = long.MinValue;
    private long _armedForMs = long.MaxValue;
    private Task _loop = Task.CompletedTask;

    /// <summary>Begins to wake instances.</summary>
    public async Task StartAsync(Action<MachineAddress> wake, CancellationToken cancellation)
    {
        _timer = time.CreateTimer(_ => Signal(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        await FillAsync(cancellation).ConfigureAwait(false);
        _loop = Task.Run(() => RunAsync(wake), CancellationToken.None);
    }

    /// <summary>Says when the next timer of an instance is due, as the store has it; null for never.</summary>
    public void Set(MachineAddress address, long? dueMs)
    {
        lock (_lock)
        {
            if (dueMs is not { } due || due > _horizonMs)
            {
                _schedule.Remove(address);
                return;
            }

            SetLocked(address, due);
        }
    }

    /// <summary>
    /// Wakes an instance at a time that is none of its timers'. Beyond the horizon too: its timer may be overdue, and the store is
    /// not asked again for what fell due before the horizon.
    /// </summary>
    public void SetAnyway(MachineAddress address, long whenMs)
    {
        lock (_lock)
        {
            SetLocked(address, whenMs);
        }
    }

    /// <summary>Wakes nobody any more.</summary>
    public async Task StopAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        _signals.Writer.TryComplete();
        await _loop.ConfigureAwait(false);
    }

    public void Dispose()
    {
        _timer?.Dispose();
        _stopping.Dispose();
    }

    private void SetLocked(MachineAddress address, long whenMs)
    {
        _schedule.Set(address, whenMs);
        if (whenMs < _armedForMs)
        {
            _armedForMs = whenMs;
            Signal();
        }
    }

    private void Signal() => _signals.Writer.TryWrite(true);

    private async Task RunAsync(Action<MachineAddress> wake)
    {
        do
        {
            if (NowMs >= HalfWay)
            {
                await TryFillAsync().ConfigureAwait(false);
            }

            while (!_stopping.IsCancellationRequested && TakeDue() is { } address)
            {
                wake(address);
            }

            Arm();
        }
        while (await _signals.Reader.WaitToReadAsync(CancellationToken.None).ConfigureAwait(false) && _signals.Reader.TryRead(out _));
    }

    private MachineAddress? TakeDue()
    {
        lock (_lock)
        {
            return _schedule.TakeDue(NowMs);
        }
    }

    /// <summary>Sets the one timer. What is due by now is signalled at once: it may have come in since it was looked for.</summary>
    private void Arm()
    {
        lock (_lock)
        {
            _armedForMs = Math.Min(_schedule.NextMs ?? long.MaxValue, NextLookMs());
            var pause = DateTimeOffset.FromUnixTimeMilliseconds(_armedForMs) - time.GetUtcNow();
            if (pause <= TimeSpan.Zero)
            {
                Signal();
            }
            else
            {
                // Timers count in whole milliseconds and round down; one that is early would be set again and again.
                _timer!.Change(TimeSpan.FromMilliseconds(Math.Ceiling(pause.TotalMilliseconds)), Timeout.InfiniteTimeSpan);
            }
        }
    }

    /// <summary>When to look at the clock and at the store again, whatever is due.</summary>
    private long NextLookMs()
    {
        var now = NowMs;

        // Past the half-way mark the store could not be read just now.
        var fill = HalfWay > now ? HalfWay : now + (long)options.RetryInterval.TotalMilliseconds;
        return Math.Min(fill, now + (long)LongestPause.TotalMilliseconds);
    }

    private async Task TryFillAsync()
    {
        try
        {
            await FillAsync(_stopping.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            LogFillGivenUp();
        }
        catch (Exception e)
        {
            // Asked for again at the next look at the clock; what is in memory goes on.
            LogFillFailed(e);
        }
    }

    /// <summary>Takes over what falls due up to a new horizon.</summary>
    private async Task FillAsync(CancellationToken cancellation)
    {
        // The horizon moves first: a timer committed while the store is read is then set by its commit, if not by the reading.
        long before;
        var after = NowMs + (long)options.TimerHorizon.TotalMilliseconds;
        lock (_lock)
        {
            before = _horizonMs;
            _horizonMs = after;
        }

        try
        {
            var due = await store.LoadDueAsync(before, after, cancellation).ConfigureAwait(false);
            lock (_lock)
            {
                foreach (var instance in due)
                {
                    _schedule.SetEarlier(instance.Address, instance.DueMs);
                }
            }
        }
        catch
        {
            lock (_lock)
            {
                _horizonMs = before;
            }

            throw;
        }
    }

    private long NowMs => time.GetUtcNow().ToUnixTimeMilliseconds();

    private long HalfWay => _horizonMs - (long)(options.TimerHorizon.TotalMilliseconds / 2);
}
