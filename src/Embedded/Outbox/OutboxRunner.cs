using System.Collections.Immutable;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Stator.Machines;
using Stator.Machines.Hosting;
using Stator.Machines.Stores;

namespace Stator.Embedded.Outbox;

/// <summary>
/// Performs committed effects under their own ids: in order within a lane, lanes beside each other. What was performed but not
/// confirmed before a crash is performed again, and recognised by its id.
/// </summary>
/// <remarks>
/// One loop owns all state here; whoever has something to say writes it into its mailbox. Memory is bounded: beyond a limit what is
/// committed is left in the store, and read from there, in order, when there is room again.
/// </remarks>
internal sealed partial class OutboxRunner(IInstanceStore store, StatorOptions options, TimeProvider time, ILogger<OutboxRunner> logger) : IDisposable
{
    private const int PageSize = 1_000;
    private const int MaxUnconfirmed = 256;

    private readonly Channel<Message> _mailbox = Channel.CreateUnbounded<Message>(new() { SingleReader = true });
    private readonly CancellationTokenSource _stopping = new();
    private readonly Dictionary<LaneKey, DeliveryLane> _lanes = [];

    /// <summary>The lanes that wait for somebody to see to their incident, by the effect that is stuck.</summary>
    private readonly Dictionary<OutboxId, DeliveryLane> _blocked = [];

    /// <summary>Effects that were given up while they were being tried.</summary>
    private readonly HashSet<OutboxId> _givenUp = [];

    /// <summary>Who waits for the end of a try that they asked for.</summary>
    private readonly Dictionary<OutboxId, TaskCompletionSource> _asked = [];

    /// <summary>Everything that is in a lane, or done but not confirmed.</summary>
    private readonly HashSet<OutboxId> _known = [];

    private readonly List<OutboxId> _performed = [];
    private Delivery _delivery = null!;
    private Task _loop = Task.CompletedTask;
    private bool _isRunning;
    private int _waiting;
    private int _underWay;

    /// <summary>Whether the store has entries that nobody here was told of.</summary>
    private bool _isBehind = true;

    /// <summary>Whether something was left in the store since it was last read from.</summary>
    private bool _hasLeft;

    private long _readUpTo;

    /// <summary>How many effects are in memory and not performed yet.</summary>
    public int WaitingEffects => Volatile.Read(ref _waiting);

    /// <summary>Begins with what was left from before.</summary>
    public async Task StartAsync(Delivery delivery, CancellationToken cancellation)
    {
        _delivery = delivery;
        await ReadPageAsync(cancellation).ConfigureAwait(false);
        _loop = Task.Run(RunAsync, CancellationToken.None);
    }

    /// <summary>Takes over what was committed.</summary>
    public void Add(ImmutableArray<OutboxEntry> entries) => _mailbox.Writer.TryWrite(new Committed(entries));

    /// <summary>Says that a commit with entries was not confirmed: whether the store has them shows when it is read.</summary>
    public void ReadAgain() => _mailbox.Writer.TryWrite(new LookAgain());

    /// <summary>Gives up an effect that is stuck, for good.</summary>
    public void GiveUp(OutboxId id) => _mailbox.Writer.TryWrite(new GivenUp(id));

    /// <summary>Tries an effect once more that is stuck; returns when it is performed and its incident gone, or it was refused again.</summary>
    public Task TryAgainAsync(OutboxId id)
    {
        var answer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return _mailbox.Writer.TryWrite(new Asked(id, answer)) ? answer.Task : Task.CompletedTask;
    }

    /// <summary>Ends after the effects under way; the store has the rest.</summary>
    public async Task StopAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        _mailbox.Writer.TryWrite(new LookAgain());
        await _loop.ConfigureAwait(false);
    }

    public void Dispose() => _stopping.Dispose();

    private async Task RunAsync()
    {
        _isRunning = true;
        foreach (var lane in _lanes.Values)
        {
            Start(lane);
        }

        while (!(_stopping.IsCancellationRequested && _underWay == 0) && await _mailbox.Reader.WaitToReadAsync(CancellationToken.None).ConfigureAwait(false))
        {
            while (_performed.Count < MaxUnconfirmed && _mailbox.Reader.TryRead(out var message))
            {
                Handle(message);
            }

            await ConfirmAsync().ConfigureAwait(false);
            if (_isBehind && _waiting <= options.MaxOutboxInMemory / 2 && !_stopping.IsCancellationRequested)
            {
                await TryReadPageAsync().ConfigureAwait(false);
            }
        }

        await ConfirmAsync().ConfigureAwait(false);
        AnswerAll();
    }

    private void Handle(Message message)
    {
        switch (message)
        {
            case Committed committed:
                Take(committed.Entries);
                break;
            case LookAgain:
                FallBehind();
                break;
            case Ended ended:
                Go(ended);
                break;
            case Asked asked when _blocked.Remove(asked.Id, out var lane):
                _asked[asked.Id] = asked.Answer;
                Unblock(lane);
                Start(lane);
                break;
            case Asked asked:
                // It is being tried now, or there is nothing left to try.
                asked.Answer.SetResult();
                break;
            case GivenUp givenUp when _blocked.Remove(givenUp.Id, out var lane):
                Unblock(lane);
                Done(lane);
                break;
            case GivenUp givenUp when _known.Contains(givenUp.Id):
                // It is being tried once more; that is the last time.
                _givenUp.Add(givenUp.Id);
                break;
        }
    }

    private void Take(ImmutableArray<OutboxEntry> entries)
    {
        if (_isBehind || _waiting + entries.Length > options.MaxOutboxInMemory)
        {
            _isBehind = true;
            _hasLeft = true;
            return;
        }

        foreach (var entry in entries)
        {
            Add(entry);
        }
    }

    /// <summary>Reads everything anew that the store has and is not known here.</summary>
    private void FallBehind()
    {
        _isBehind = true;
        _hasLeft = true;
        _readUpTo = 0;
    }

    private void Add(OutboxEntry entry)
    {
        var key = LaneKey.Of(entry);
        if (!_lanes.TryGetValue(key, out var lane))
        {
            _lanes[key] = lane = new(key);
        }

        // What is behind a stuck effect stays in the store, so that a lane that is never seen to takes no memory.
        if (lane.IsBlocked || !_known.Add(entry.Id))
        {
            return;
        }

        lane.Add(entry);
        _waiting++;
        if (lane.Count == 1 && _isRunning)
        {
            Start(lane);
        }
    }

    private void Start(DeliveryLane lane)
    {
        _underWay++;
        _ = PerformAsync(lane, lane.Head);
    }

    private async Task PerformAsync(DeliveryLane lane, OutboxEntry entry)
    {
        var outcome = await _delivery.PerformAsync(lane, entry, _stopping.Token).ConfigureAwait(false);
        _mailbox.Writer.TryWrite(new Ended(lane, outcome));
    }

    private void Go(Ended ended)
    {
        _underWay--;
        var lane = ended.Lane;
        switch (ended.Outcome)
        {
            case Delivered.Yes:
            case Delivered.Blocked when _givenUp.Contains(lane.Head.Id):
                Done(lane);
                break;
            case Delivered.Blocked:
                lane.IsBlocked = true;
                _blocked[lane.Head.Id] = lane;

                // However many are stuck, there is room for the others.
                _waiting--;
                foreach (var dropped in lane.DropBehindHead())
                {
                    _known.Remove(dropped.Id);
                    _waiting--;
                }

                Answer(lane.Head.Id);
                break;
        }
    }

    private void Done(DeliveryLane lane)
    {
        var id = lane.Take().Id;
        _performed.Add(id);
        _givenUp.Remove(id);
        _waiting--;
        if (lane.Count == 0)
        {
            _lanes.Remove(lane.Key);
        }
        else if (!_stopping.IsCancellationRequested)
        {
            Start(lane);
        }
    }

    private void Unblock(DeliveryLane lane)
    {
        lane.IsBlocked = false;
        _waiting++;
        FallBehind();
    }

    /// <summary>Tells whoever had an effect tried again that the try has ended.</summary>
    private void Answer(OutboxId id)
    {
        if (_asked.Remove(id, out var answer))
        {
            answer.SetResult();
        }
    }

    /// <summary>Tells all of them that there will be no more tries here.</summary>
    private void AnswerAll()
    {
        _mailbox.Writer.TryComplete();
        while (_mailbox.Reader.TryRead(out var message))
        {
            (message as Asked)?.Answer.SetResult();
        }

        foreach (var id in _asked.Keys.ToList())
        {
            Answer(id);
        }
    }

    private async Task TryReadPageAsync()
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await ReadPageAsync(_stopping.Token).ConfigureAwait(false);
                return;
            }
            catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                LogNotRead(attempt, e);
            }

            if (!await Pauses.WaitAsync(options, attempt, time, _stopping.Token).ConfigureAwait(false))
            {
                return;
            }
        }
    }

    private async Task ReadPageAsync(CancellationToken cancellation)
    {
        _hasLeft = false;
        var page = await store.LoadOutboxAsync(_readUpTo, PageSize, cancellation).ConfigureAwait(false);
        foreach (var (ordinal, entry) in page)
        {
            Add(entry);
            _readUpTo = ordinal;
        }

        if (page.Count == PageSize)
        {
            _mailbox.Writer.TryWrite(new NextPage());
        }
        else
        {
            _isBehind = _hasLeft;
        }
    }

    private async Task ConfirmAsync()
    {
        for (var attempt = 1; _performed.Count > 0; attempt++)
        {
            try
            {
                await _delivery.SettleAsync(_performed, _stopping.Token).ConfigureAwait(false);
                await store.RemoveOutboxAsync(_performed, CancellationToken.None).ConfigureAwait(false);
                _performed.ForEach(id => _known.Remove(id));
                _performed.ForEach(Answer);
                _performed.Clear();
                return;
            }
            catch (Exception e)
            {
                // Nothing else is performed meanwhile: a receiver knows an effect again for as long as it remembers the id.
                LogNotConfirmed(_performed.Count, e);
            }

            if (!await Pauses.WaitAsync(options, attempt, time, _stopping.Token).ConfigureAwait(false))
            {
                return;
            }
        }
    }

    [LoggerMessage(42, LogLevel.Warning, "The store did not confirm {Count} performed effects; this is tried again")]
    private partial void LogNotConfirmed(int count, Exception exception);

    [LoggerMessage(44, LogLevel.Error, "What is to be performed cannot be read from the store; it is asked for again (attempt {Attempt})")]
    private partial void LogNotRead(int attempt, Exception exception);

    private readonly ILogger _logger = logger;

    /// <summary>What the loop is told.</summary>
    private abstract record Message;

    private sealed record Committed(ImmutableArray<OutboxEntry> Entries) : Message;

    private sealed record LookAgain : Message;

    private sealed record NextPage : Message;

    private sealed record Ended(DeliveryLane Lane, Delivered Outcome) : Message;

    private sealed record Asked(OutboxId Id, TaskCompletionSource Answer) : Message;

    private sealed record GivenUp(OutboxId Id) : Message;
}
