using Stator.Machines;
using Stator.Machines.Hosting;
using Stator.Machines.Instances;
using Stator.Machines.Stores;

namespace Stator.Embedded.Instances;

/// <summary>What became of a request that was put into a mailbox.</summary>
internal enum Posted
{
    /// <summary>It waits for the turn under way.</summary>
    Waits,

    /// <summary>The instance was at rest: whoever posted has to run its turn.</summary>
    Begins,

    /// <summary>The mailbox is full; nothing was taken.</summary>
    Full,

    /// <summary>The cell has been put to rest; there is, or will be, another one.</summary>
    Evicted,
}

/// <summary>The place of one instance in this process: its mailbox, and its state while it is in memory. One turn runs at a time.</summary>
internal sealed class InstanceCell(MachineAddress address)
{
    private readonly Lock _lock = new();
    private readonly LinkedList<WaitingRequest> _waiting = [];
    private volatile InstanceState? _committed;
    private TimerHolds? _holds;
    private bool _isRunning;
    private bool _isEvicted;

    public MachineAddress Address => address;

    /// <summary>The requests of the turn under way. Like the state it belongs to whoever runs the turn.</summary>
    public List<WaitingRequest> Batch { get; } = [];

    public InstanceState? State { get; private set; }

    /// <summary>Whether <see cref="State"/> is what the store has, be it nothing.</summary>
    public bool IsLoaded { get; private set; }

    /// <summary>How often in a row a turn was in vain: its commit conflicted, or it could not be decided.</summary>
    public int Attempts { get; set; }

    /// <summary>Timers that were refused.</summary>
    public TimerHolds Holds => _holds ??= new();

    /// <summary>Whether any timer was refused.</summary>
    public bool HasHolds => _holds is not null;

    /// <summary>The instance as it was last committed, for readers; null where that is not known here.</summary>
    public InstanceState? Committed => _committed;

    /// <summary>When it was last used, in ticks of the table's counter.</summary>
    public long LastUsed { get; set; }

    public Posted Post(in WaitingRequest request, int limit)
    {
        lock (_lock)
        {
            if (_isEvicted)
            {
                return Posted.Evicted;
            }

            if (_waiting.Count >= limit)
            {
                return Posted.Full;
            }

            _waiting.AddLast(request);
            if (_isRunning)
            {
                return Posted.Waits;
            }

            _isRunning = true;
            return Posted.Begins;
        }
    }

    /// <summary>Moves what waits into the batch.</summary>
    public void Take(int limit)
    {
        lock (_lock)
        {
            while (Batch.Count < limit && _waiting.First is { } first)
            {
                Batch.Add(first.Value);
                _waiting.RemoveFirst();
            }
        }
    }

    /// <summary>The requests of the batch, in its order.</summary>
    public TurnRequest[] Requests()
    {
        var requests = new TurnRequest[Batch.Count];
        for (var i = 0; i < requests.Length; i++)
        {
            requests[i] = Batch[i].Request;
        }

        return requests;
    }

    /// <summary>Puts the batch, or its end, back to the head of the mailbox, to be decided anew.</summary>
    public void PutBack(int from = 0)
    {
        lock (_lock)
        {
            for (var i = Batch.Count - 1; i >= from; i--)
            {
                _waiting.AddFirst(Batch[i]);
            }

            Batch.RemoveRange(from, Batch.Count - from);
        }
    }

    /// <summary>Takes the state over that the store has.</summary>
    public void Hold(InstanceState? state)
    {
        State = state;
        IsLoaded = true;
        _committed = state;
    }

    /// <summary>Lets the state go: the store may have another one.</summary>
    public void Drop()
    {
        State = null;
        IsLoaded = false;
        _committed = null;
    }

    /// <summary>Ends the turn; false where requests wait, and then the next turn is the caller's to run.</summary>
    public bool TryRest()
    {
        lock (_lock)
        {
            _isRunning = _waiting.Count > 0;
            return !_isRunning;
        }
    }

    /// <summary>Puts the cell to rest for good; false where a turn is under way.</summary>
    public bool TryEvict()
    {
        lock (_lock)
        {
            _isEvicted |= !_isRunning;
            return _isEvicted;
        }
    }
}
