using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Stator.Machines;
using Stator.Machines.Instances;
using Stator.Machines.Stores;

namespace Stator.Embedded.Timers;

/// <summary>
/// Wakes each instance when its next timer is due. The truth is in the store: this holds the near future only, is filled from the store
/// at the start and again before the horizon is reached, and follows each commit. A wake-up too many does no harm.
/// </summary>
/// <remarks>
/// The horizon is as far as the options say, and nearer where more falls due than is held at a time. Shortly before its time an instance
/// is read, where nothing is overdue; those that fall due at one instant then have their turns at once. So many wake-ups are under way
/// at a time and no more: after a night of downtime a million overdue timers fire in due order, without a million turns waiting.
/// </remarks>
internal sealed partial class WakeQueue(IInstanceStore store, StatorOptions options, TimeProvider time, ILogger<WakeQueue> logger) : IDisposable
{
    /// <summary>The clock is looked at at least this often, so that nothing is late for long when it is set forward.</summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    /// <summary>How many timers are read at a time.</summary>
    private const int PageSize = 50_000;

    /// <summary>
    /// How many instances are woken, and read where they are not in memory, together. Of many that fall due at once the first are
    /// decided and committed while the next are read, so it is a small part of them.
    /// </summary>
    private const int BatchSize = 64;

    /// <summary>How many instances may be on their way to a turn that a timer woke.</summary>
    private const int MaxUnderWay = 2_048;

    /// <summary>How long before its time an instance is read.</summary>
    private const long AheadMs = 1_000;

    /// <summary>How long before the end of a horizon that was cut short it is read on.</summary>
    private const long CutMarginMs = 2 * AheadMs;

    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _slots = new(MaxUnderWay);
    private readonly WakePlan _plan = new(AheadMs);
    private readonly Channel<bool> _signals = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly CancellationTokenSource _stopping = new();
    private ITimer? _timer;
    private long _horizonMs = long.MinValue;
    private bool _isCut;
    private bool _hasFailed;
    private long _armedForMs = long.MaxValue;
    private Task _loop = Task.CompletedTask;

    /// <summary>How many instances in memory a timer will wake.</summary>
    public int ScheduledInstances
    {
        get
        {
            lock (_lock)
            {
                return _plan.Count;
            }
        }
    }

    /// <summary>Begins to wake instances.</summary>
    /// <param name="wake">Lets instances look at the clock, some of them only to be in memory when they are due.</param>
    /// <param name="cancellation">Gives up the start.</param>
    public async Task StartAsync(Func<IReadOnlyList<MachineAddress>, Wake, Task> wake, CancellationToken cancellation)
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
                _plan.Remove(address);
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

    /// <summary>Says that so many wake-ups have been seen to.</summary>
    public void Ended(int count)
    {
        if (count > 0)
        {
            _slots.Release(count);
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
        _slots.Dispose();
        _stopping.Dispose();
    }

    private void SetLocked(MachineAddress address, long whenMs)
    {
        var lookAt = _plan.Set(address, whenMs, NowMs);
        if (lookAt < _armedForMs)
        {
            _armedForMs = lookAt;
            Signal();
        }
    }

    private void Signal() => _signals.Writer.TryWrite(true);

    private async Task RunAsync(Func<IReadOnlyList<MachineAddress>, Wake, Task> wake)
    {
        do
        {
            if (MustFill())
            {
                await TryFillAsync().ConfigureAwait(false);
            }

            await WakeDueAsync(wake).ConfigureAwait(false);
            Arm();
        }
        while (await _signals.Reader.WaitToReadAsync(CancellationToken.None).ConfigureAwait(false) && _signals.Reader.TryRead(out _));
    }

    private async Task WakeDueAsync(Func<IReadOnlyList<MachineAddress>, Wake, Task> wake)
    {
        try
        {
            for (var (next, kind) = TakeNext(); next.Count > 0; (next, kind) = TakeNext())
            {
                for (var i = 0; i < next.Count; i++)
                {
                    await _slots.WaitAsync(_stopping.Token).ConfigureAwait(false);
                }

                await wake(next, kind).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            LogWakesGivenUp();
        }
    }

    /// <summary>Some of the instances that are due, in due order; where none is, some of those that soon will be.</summary>
    private (List<MachineAddress> Next, Wake Kind) TakeNext()
    {
        lock (_lock)
        {
            var now = NowMs;
            var due = Take(now, _plan.TakeDue);
            return due.Count > 0 ? (due, Wake.Up) : (Take(now, _plan.TakeSoon), Wake.Ahead);
        }
    }

    private List<MachineAddress> Take(long nowMs, Func<long, MachineAddress?> takeNext)
    {
        var taken = new List<MachineAddress>();
        while (!_stopping.IsCancellationRequested && taken.Count < BatchSize && takeNext(nowMs) is { } address)
        {
            taken.Add(address);
        }

        return taken;
    }

    /// <summary>Sets the one timer. What is due by now is signalled at once: it may have come in since it was looked for.</summary>
    private void Arm()
    {
        lock (_lock)
        {
            _armedForMs = Math.Min(_plan.NextMs ?? long.MaxValue, NextLookMs());
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
        var fill = _hasFailed ? now + (long)options.RetryInterval.TotalMilliseconds : NextFillMs;
        return Math.Min(fill, now + (long)LongestPause.TotalMilliseconds);
    }

    private bool MustFill()
    {
        lock (_lock)
        {
            return NowMs >= NextFillMs || (_isCut && _plan.Count <= PageSize / 2);
        }
    }

    private async Task TryFillAsync()
    {
        try
        {
            await FillAsync(_stopping.Token).ConfigureAwait(false);
            _hasFailed = false;
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            LogFillGivenUp();
        }
        catch (Exception e)
        {
            // Asked for again at the next look at the clock; what is in memory goes on.
            _hasFailed = true;
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
            var due = await store.LoadDueAsync(before, after, PageSize, cancellation).ConfigureAwait(false);
            lock (_lock)
            {
                foreach (var instance in due)
                {
                    _plan.SetEarlier(instance.Address, instance.DueMs);
                }

                // Where there may be more they are read when most of these are done.
                _isCut = due.Count >= PageSize;
                _horizonMs = _isCut ? due[^1].DueMs : after;
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

    /// <summary>When to read on: half a horizon before its end, or shortly before it where it was cut short.</summary>
    private long NextFillMs => _horizonMs - (_isCut ? CutMarginMs : (long)(options.TimerHorizon.TotalMilliseconds / 2));
}
