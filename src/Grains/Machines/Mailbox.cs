using Stator.Machines.Hosting;
using Stator.Machines.Instances;

namespace Stator.Grains.Machines;

/// <summary>A request that waits for its turn.</summary>
/// <param name="Request">What is asked.</param>
/// <param name="Answer">Who waits; null where nobody does.</param>
internal readonly record struct Waiting(TurnRequest Request, TaskCompletionSource<Answer<Receipt>>? Answer)
{
    public void Give(Answer<Receipt> answer) => Answer?.TrySetResult(answer);
}

/// <summary>The requests that wait for an instance, oldest first. Touched by its grain only.</summary>
internal sealed class Mailbox(MachineAddress address, StatorOptions options)
{
    private readonly LinkedList<Waiting> _waiting = new();

    public bool IsEmpty => _waiting.Count == 0;

    /// <summary>Adds a request; its answer comes when its turn is committed.</summary>
    public Task<Answer<Receipt>> Add(TurnRequest request)
    {
        if (_waiting.Count >= options.MaxWaitingPerInstance)
        {
            return Task.FromResult(Answer.Refused<Receipt>(StoreFaults.MailboxFull(address, options)));
        }

        // Who waits is a call of the same grain, which only hands the answer on.
        var answer = new TaskCompletionSource<Answer<Receipt>>();
        _waiting.AddLast(new Waiting(request, answer));
        return answer.Task;
    }

    /// <summary>Adds a look at the clock, unless one waits already.</summary>
    public void AddWake()
    {
        if (_waiting.Last is not { Value.Request: Wake { TriesAgain: false } })
        {
            _waiting.AddLast(new Waiting(Wake.Up, null));
        }
    }

    /// <summary>Takes those that are decided together.</summary>
    public List<Waiting> Take()
    {
        var batch = new List<Waiting>(Math.Min(_waiting.Count, options.MaxRequestsPerTurn));
        while (batch.Count < options.MaxRequestsPerTurn && _waiting.First is { } first)
        {
            batch.Add(first.Value);
            _waiting.RemoveFirst();
        }

        return batch;
    }

    /// <summary>Puts those back that were not decided.</summary>
    public void PutBack(List<Waiting> batch, int decided)
    {
        for (var i = batch.Count - 1; i >= decided; i--)
        {
            _waiting.AddFirst(batch[i]);
        }

        batch.RemoveRange(decided, batch.Count - decided);
    }
}
