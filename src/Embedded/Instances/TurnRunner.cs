using Microsoft.Extensions.Logging;
using Stator.Embedded.Commits;
using Stator.Machines;
using Stator.Machines.Definitions;
using Stator.Machines.Instances;
using Stator.Machines.Stores;
using Stator.Machines.Telemetry;
using Stator.Statecharts.Interpretation;

namespace Stator.Embedded.Instances;

/// <summary>
/// Takes requests to their instances and runs their turns: load, decide, commit, and only then answer and perform. While a turn is
/// under way requests gather in the mailbox, and the next turn decides all of them together.
/// </summary>
internal sealed partial class TurnRunner(
    IInstanceStore store, DefinitionCatalog definitions, StatorOptions options, TimeProvider time, TurnOutputs outputs, ILogger<TurnRunner> logger)
{
    private const int MaxConflicts = 3;

    private readonly InstanceTable _table = new(options.MaxLoadedInstances);
    private readonly WorkInFlight _work = new(options.MaxWaiting);

    /// <summary>Set by the host before anything runs: the committer and the runner need each other.</summary>
    public Committer Committer { private get; set; } = null!;

    public int LoadedInstances => _table.Count;

    /// <summary>Hands a request to its instance; the receipt comes when its turn is committed.</summary>
    public Task<Receipt> PostAsync(MachineAddress address, TurnRequest request)
    {
        var caller = new TaskCompletionSource<Receipt>(TaskCreationOptions.RunContinuationsAsynchronously);
        return Post(address, new(request, caller)) is { } fault ? Task.FromException<Receipt>(new RequestRefusedException(fault)) : caller.Task;
    }

    /// <summary>Lets an instance look at the clock.</summary>
    public void Wake(MachineAddress address)
    {
        if (Post(address, new(Stator.Machines.Instances.Wake.Up, null)) is not null)
        {
            outputs.WakeAt(address, time.GetUtcNow() + options.RetryInterval);
        }
    }

    /// <summary>The instance as it was last committed, where that is known without asking the store.</summary>
    public InstanceRecord? FindCommitted(MachineAddress address) => _table.TryGet(address, out var cell) ? cell.Committed : null;

    /// <summary>Refuses requests from now on, and returns when the turns under way have ended.</summary>
    public Task StopAsync() => _work.StopAsync();

    /// <summary>Goes on after the commit of a turn.</summary>
    public void OnCommitted(PendingCommit pending, CommitResult result)
    {
        var cell = pending.Cell;
        switch (result)
        {
            case CommitResult.Committed:
                Finish(cell, pending.Decision);
                break;
            case CommitResult.Conflict when ++cell.Attempts <= MaxConflicts:
                LogConflict(cell.Address, cell.Attempts);
                cell.Drop();
                cell.PutBack();
                Rest(cell);
                break;
            default:
                // It may be in the store all the same, with timers and effects that nobody here has heard of.
                outputs.LookAgain(pending.Decision);
                Fail(cell, new RequestRefusedException(StoreFaults.NotConfirmed(cell.Address)), mustWake: true);
                break;
        }
    }

    private RequestFault? Post(MachineAddress address, in WaitingRequest request)
    {
        if (_work.TryAdd() is { } refusal)
        {
            return refusal;
        }

        while (true)
        {
            var cell = _table.GetOrAdd(address);
            switch (cell.Post(request, options.MaxWaitingPerInstance))
            {
                case Posted.Begins:
                    _work.Begin();
                    _ = RunAsync(cell);
                    return null;
                case Posted.Waits:
                    return null;
                case Posted.Full:
                    _work.Remove(1);
                    return StoreFaults.MailboxFull(address, options);
                default:
                    _table.Remove(cell);
                    break;
            }
        }
    }

    /// <summary>Runs one turn up to its commit. All that can go wrong ends in <see cref="Fail"/>.</summary>
    private async Task RunAsync(InstanceCell cell)
    {
        cell.Take(options.MaxRequestsPerTurn);
        TurnDecision decision;
        try
        {
            if (!cell.IsLoaded)
            {
                cell.Hold(await LoadAsync(cell.Address).ConfigureAwait(false));
            }

            decision = Turn.Decide(cell.Address, cell.State, cell.Requests(), time.GetUtcNow(), options);
        }
        catch (RequestRefusedException e)
        {
            Fail(cell, e);
            return;
        }
        catch (Exception e)
        {
            // A bug: the callers get it, and the instance stays as it was committed last.
            LogBroken(cell.Address, e);
            Fail(cell, e);
            return;
        }

        if (decision.Commit is null)
        {
            Finish(cell, decision);
        }
        else
        {
            Committer.Add(new(cell, decision));
        }
    }

    private async Task<InstanceState?> LoadAsync(MachineAddress address)
    {
        StoredInstance? stored;
        try
        {
            stored = await store.LoadAsync(address, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            LogUnreadable(address, e);
            throw new RequestRefusedException(StoreFaults.Unreachable(), e);
        }

        try
        {
            return stored is null ? null : InstanceState.Load(stored, definitions.RequirePinned(address, stored.Record.Version));
        }
        catch (StepRefusedException e)
        {
            LogUnreadable(address, e);
            throw new RequestRefusedException(RequestFault.Of(e.Fault), e);
        }
    }

    private void Finish(InstanceCell cell, TurnDecision decision)
    {
        cell.Hold(decision.State);
        cell.Attempts = decision.RefusedTimers.IsEmpty ? 0 : cell.Attempts + 1;
        try
        {
            outputs.Perform(cell, decision, Pause(cell.Attempts));
        }
        catch (Exception e)
        {
            // A bug. What was committed stays; the store has what was not performed.
            LogBroken(cell.Address, e);
            Fail(cell, e);
            return;
        }

        _work.Remove(cell.Batch.Count);
        Answering.Give(store, cell, decision);
        cell.Batch.Clear();
        Rest(cell);
    }

    private void Fail(InstanceCell cell, Exception reason, bool mustWake = false)
    {
        cell.Drop();
        cell.Attempts++;
        if (mustWake || cell.Batch.Exists(w => w.Caller is null))
        {
            outputs.WakeAt(cell.Address, time.GetUtcNow() + Pause(cell.Attempts));
        }

        _work.Remove(cell.Batch.Count);
        Answering.Refuse(cell, reason);
        cell.Batch.Clear();
        Rest(cell);
    }

    private void Rest(InstanceCell cell)
    {
        if (cell.TryRest())
        {
            _table.Trim();
            _work.End();
        }
        else
        {
            // On another thread: the committer's has other instances to see to.
            ThreadPool.UnsafeQueueUserWorkItem(static s => _ = s.Runner.RunAsync(s.Cell), (Runner: this, Cell: cell), preferLocal: false);
        }
    }

    private TimeSpan Pause(int attempts) => options.RetryInterval * (1 << Math.Clamp(attempts - 1, 0, 6));
}
