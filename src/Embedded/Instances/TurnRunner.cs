using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Stator.Embedded.Commits;
using Stator.Machines;
using Stator.Machines.Definitions;
using Stator.Machines.Hosting;
using Stator.Machines.Instances;
using Stator.Machines.Stores;
using Stator.Statecharts.Interpretation;

namespace Stator.Embedded.Instances;

/// <summary>
/// Takes requests to their instances and runs their turns: load, decide, commit, and only then answer and perform. While a turn is
/// under way requests gather in the mailbox, and the next turn decides all of them together.
/// </summary>
internal sealed partial class TurnRunner(
    IInstanceStore store, InstanceLoader loader, DefinitionCatalog definitions, IncidentLog incidents, StatorOptions options, TimeProvider time,
    TurnOutputs outputs, ILogger<TurnRunner> logger)
{
    private const int MaxConflicts = 3;

    private readonly InstanceTable _table = new(options.MaxLoadedInstances);
    private readonly WorkInFlight _work = new(options.MaxWaiting);
    private volatile bool _isOwner = true;

    /// <summary>Set by the host before anything runs: the committer and the runner need each other.</summary>
    public Committer Committer { private get; set; } = null!;

    public int LoadedInstances => _table.Count;

    /// <summary>How many requests wait for their turn or its commit.</summary>
    public int WaitingRequests => _work.Waiting;

    /// <summary>Whether no other host has taken over the store.</summary>
    public bool IsOwner => _isOwner;

    /// <summary>Hands a request to its instance; the receipt comes when its turn is committed.</summary>
    public Task<Receipt> PostAsync(MachineAddress address, TurnRequest request)
    {
        var caller = new TaskCompletionSource<Receipt>(TaskCreationOptions.RunContinuationsAsynchronously);
        return Post(address, new(request, caller)) is { } fault ? Task.FromException<Receipt>(new RequestRefusedException(fault)) : caller.Task;
    }

    /// <summary>The instance as it was last committed, where that is known without asking the store.</summary>
    public InstanceState? FindCommitted(MachineAddress address) => _table.TryGet(address, out var cell) ? cell.Committed : null;

    /// <summary>The instance as the store has it; null where there never was one.</summary>
    /// <exception cref="RequestRefusedException">The store cannot be reached, or the instance cannot be read or run.</exception>
    public async Task<InstanceState?> LoadAsync(MachineAddress address)
    {
        StoredInstance? stored;
        try
        {
            stored = await loader.LoadAsync(address).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not RequestRefusedException)
        {
            LogUnreadable(address, e);
            throw new RequestRefusedException(StoreFaults.Unreachable(), e);
        }

        return stored is null ? null : Open(stored);
    }

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
                Drop(cell);
                cell.PutBack();
                Rest(cell);
                break;
            case CommitResult.Rejected:
                Fail(cell, new RequestRefusedException(StoreFaults.Rejected(cell.Address)));
                break;
            case CommitResult.NotOwner:
                _isOwner = false;
                outputs.Abandon();
                Fail(cell, new RequestRefusedException(StoreFaults.NotOwner()));
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
        if ((_isOwner ? _work.TryAdd() : StoreFaults.NotOwner()) is { } refusal)
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

    /// <summary>Makes a stored instance ready for its turns.</summary>
    private InstanceState Open(StoredInstance stored)
    {
        var address = stored.Record.Address;
        try
        {
            return InstanceState.Load(stored, record => definitions.RequirePinned(address, record.Version));
        }
        catch (RequestRefusedException e)
        {
            RaiseOnce(new(address, IncidentKind.Stalled, ""), e.Fault);
            throw;
        }
        catch (StepRefusedException e)
        {
            RaiseOnce(new(address, IncidentKind.Quarantined, ""), RequestFault.Of(e.Fault));
            throw new RequestRefusedException(RequestFault.Of(e.Fault), e);
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
                cell.Hold(FindRead(cell) is { } read ? Open(read) : await LoadAsync(cell.Address).ConfigureAwait(false));
            }

            decision = Decide(cell);
        }
        catch (RequestRefusedException e) when (IsBeyondReading(e) && cell.Batch[0].Request is DisposeInstance dispose)
        {
            await DisposeUnreadAsync(cell, dispose).ConfigureAwait(false);
            return;
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

        GoOn(cell, decision);
    }

    private void GoOn(InstanceCell cell, TurnDecision decision)
    {
        cell.PutBack(decision.Answers.Length);
        if (decision.Commit is null)
        {
            Finish(cell, decision);
        }
        else
        {
            Committer.Add(new(cell, decision));
        }
    }

    /// <summary>An instance that cannot be read or run can still be disposed of.</summary>
    private async Task DisposeUnreadAsync(InstanceCell cell, DisposeInstance dispose)
    {
        try
        {
            var stored = await loader.LoadAsync(cell.Address).ConfigureAwait(false);
            GoOn(cell, UnreadDisposal.Decide(stored!, dispose, time.GetUtcNow(), incidents.Of(cell.Address)));
        }
        catch (Exception e)
        {
            LogUnreadable(cell.Address, e);
            Fail(cell, new RequestRefusedException(StoreFaults.Unreachable(), e));
        }
    }

    private static bool IsBeyondReading(RequestRefusedException refusal) =>
        refusal.Fault.Code is not (RequestFaultCode.StoreUnavailable or RequestFaultCode.Stopping or RequestFaultCode.NotOwner);

    private TurnDecision Decide(InstanceCell cell)
    {
        var now = time.GetUtcNow();
        var requests = cell.Requests();
        if (cell.HasHolds && Array.Exists(requests, r => r is Wake { TriesAgain: true }))
        {
            cell.Holds.Release();
        }

        var held = cell.HasHolds ? cell.Holds.At(now.ToUnixTimeMilliseconds()) : [];
        var open = incidents.Of(cell.Address);
        var conditions = held.IsEmpty && open.IsEmpty ? TurnConditions.None : new(held, open);
        return Turn.Decide(cell.Address, cell.State, requests, now, options, conditions);
    }

    private void Finish(InstanceCell cell, TurnDecision decision)
    {
        cell.Hold(decision.State);
        cell.Attempts = 0;
        try
        {
            incidents.Settled(decision.Commit?.SettledIncidents ?? []);
            foreach (var gone in decision.GoneIncidents)
            {
                incidents.Settle(gone);
            }

            HoldRefused(cell, decision.RefusedTimers);
            outputs.Perform(cell, decision);
        }
        catch (Exception e)
        {
            // A bug. What was committed stays; the store has what was not performed.
            LogBroken(cell.Address, e);
            Fail(cell, e);
            return;
        }

        End(cell);
        Answering.Give(store, cell, decision);
        cell.Batch.Clear();
        Rest(cell);
    }

    /// <summary>A timer that is refused is tried again after a pause; one that was refused too often is an incident, and waits for somebody to see to it.</summary>
    private void HoldRefused(InstanceCell cell, ImmutableArray<RefusedTimer> refused)
    {
        if (cell.HasHolds)
        {
            cell.Holds.Keep(cell.State?.Snapshot);
        }

        foreach (var timer in refused)
        {
            if (cell.Holds.Refuse(cell.Address, timer, incidents, options, time.GetUtcNow()) is { } pause)
            {
                LogTimerRefused(cell.Address, timer.Number, timer.Fault.Code, timer.Fault.Message, pause);
            }
        }
    }

    private void Fail(InstanceCell cell, Exception reason, bool mustWake = false)
    {
        Drop(cell);
        if (!IsStoreAway(reason))
        {
            // A store that is away says nothing of the instance: what is due is tried again soon, however many callers were refused meanwhile.
            cell.Attempts++;
        }

        if (mustWake || (cell.Batch.Exists(w => w.IsDue) && MayTryAgain(cell, reason)))
        {
            outputs.WakeAt(cell.Address, time.GetUtcNow() + Pauses.After(options, cell.Attempts));
        }

        End(cell);
        Answering.Refuse(cell, reason);
        cell.Batch.Clear();
        Rest(cell);
    }

    /// <summary>Whether a wake-up that failed is to be repeated; not where that would fail in the same way for ever.</summary>
    private bool MayTryAgain(InstanceCell cell, Exception reason)
    {
        if (IsStoreAway(reason))
        {
            return true;
        }

        if (reason is not RequestRefusedException { Fault.Code: not RequestFaultCode.InternalError } && cell.Attempts >= options.MaxAttemptsWithoutCaller)
        {
            incidents.Raise(new(cell.Address, IncidentKind.Stalled, ""), StoreFaults.Broken(cell.Address), cell.Attempts);
        }

        return incidents.Of(cell.Address).All(i => i.Kind is not (IncidentKind.Stalled or IncidentKind.Quarantined));
    }

    private static bool IsStoreAway(Exception reason) =>
        reason is RequestRefusedException { Fault.Code: RequestFaultCode.StoreUnavailable or RequestFaultCode.Stopping };

    private void RaiseOnce(IncidentSubject subject, RequestFault fault)
    {
        if (!incidents.IsOpen(subject))
        {
            incidents.Raise(subject, fault, 1);
        }
    }

    private void Drop(InstanceCell cell)
    {
        cell.Drop();
        _table.CountLetGo();
    }

    private void End(InstanceCell cell)
    {
        _work.Remove(cell.Batch.Count);
        outputs.WakeEnded(cell.Batch.Count(w => w.Caller is null));
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
}
