using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using Orleans.Runtime;
using Orleans.Storage;
using Stator.Grains.Storage;
using Stator.Machines.Hosting;
using Stator.Machines.Instances;
using Stator.Machines.Services;
using Stator.Machines.Stores;
using Stator.Statecharts.Interpretation;

namespace Stator.Grains.Machines;

/// <summary>
/// One durable instance, owned by one silo at a time. What a turn comes to is decided in <see cref="Turn"/>; here its requests wait, its
/// record is written, and only then they are answered and its effects performed (ARCHITECTURE.md, law 2).
/// </summary>
/// <remarks>
/// Calls interleave, so that requests gather while a write is under way, and the next turn decides all of them. Should two silos both
/// believe that they own the instance, the storage lets one of them write; the other learns of it and leaves.
/// </remarks>
[Reentrant]
internal sealed partial class MachineGrain(
    [PersistentState("machine", MachineStorage.Name)] IPersistentState<MachineRecord> storage, MachineParts parts, ILogger<MachineGrain> logger)
    : Grain, IMachineGrain, IRemindable, IGrainMigrationParticipant
{
    private MachineAddress _address;

    private KeptRecord _kept = null!;
    private InstanceState? _state;
    private Mailbox _mailbox = null!;
    private Alarm _alarm = null!;
    private MachineOutputs _outputs = null!;
    private Task _deciding = Task.CompletedTask;
    private bool _isDeciding;
    private bool _isLeaving;
    private bool _isBehind;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _address = GrainKeys.AddressOf(this.GetPrimaryKeyString());
        await ReadAgainIfMovedAsync(cancellationToken);
        _kept = new(storage);
        _mailbox = new(_address, parts.Options);
        _alarm = new(parts, this, _address, mayBeSet: _kept.Confirmed.Instance is not null);
        _outputs = new(parts, _kept, _alarm, _address);
        await parts.Incidents.LoadAsync(_address, cancellationToken);
        if (_kept.Confirmed.Instance is not null)
        {
            await TryOpenAsync();
            _outputs.Resume(_state);
        }
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _isLeaving = true;

        // Whoever is activated next finds what was written, and nothing under way.
        await _deciding.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.ContinueOnCapturedContext | ConfigureAwaitOptions.SuppressThrowing);
        _alarm.Dispose();
        await _outputs.EndAsync(mayWrite: !_isBehind && !_isDeciding);
        await parts.Incidents.ForgetAsync(_address, cancellationToken);
    }

    public async Task<Answer<Receipt>> CreateAsync(CreateRequest request, string? trace)
    {
        var start = await StartOfAsync(request, trace);
        return start.Fault is { } fault ? Answer.Refused<Receipt>(fault) : await AskAsync(start.Value!);
    }

    public Task<Answer<Receipt>> SendAsync(SendRequest request, string? trace) =>
        Problem(request) is { } fault ? Task.FromResult(Answer.Refused<Receipt>(fault))
        : _state?.Snapshot is null || request.CreateWith is not null ? SendToNewAsync(request, trace)
        : AskAsync(HandleOf(request, null, trace));

    public Task<Answer<Receipt>> SettleAsync(OutboxId invocation, long number, Outcome outcome, string? caller, string? trace) =>
        AskAsync(new SettleService(invocation, number, outcome, null) { Caller = caller, Trace = trace });

    public Task<Answer<Receipt>> RemoveAsync(string? caller) => AskAsync(new DisposeInstance { Caller = caller });

    private Task<Answer<Receipt>> AskAsync(TurnRequest request)
    {
        if (_isLeaving)
        {
            return Task.FromResult(Leaving);
        }

        var answer = _mailbox.Add(request);
        Decide();
        return answer;
    }

    private void Decide()
    {
        if (!_isDeciding)
        {
            _isDeciding = true;
            _deciding = DecideAllAsync();
        }
    }

    /// <summary>
    /// Turn after turn, until nothing waits: decided, committed, and only then answered and performed. All that can go wrong ends in an answer.
    /// </summary>
    private async Task DecideAllAsync()
    {
        while (!_mailbox.IsEmpty)
        {
            var batch = _mailbox.Take();
            try
            {
                if (_isLeaving)
                {
                    batch.ForEach(w => w.Give(Leaving));
                    continue;
                }

                var decision = await DecideAsync(batch);
                if (decision.Commit is { } commit)
                {
                    await _kept.WriteAsync(await AfterAsync(commit, decision.State));
                    _kept.Confirm();
                }

                Perform(batch, decision);
            }
            catch (InconsistentStateException e)
            {
                // The requests are for that other one.
                await LeaveToOtherAsync(e);
                batch.ForEach(w => w.Give(Leaving));
            }
            catch (Exception e) when (_kept.IsInDoubt)
            {
                OnNotConfirmed(batch, e);
            }
            catch (RequestRefusedException e)
            {
                Refuse(batch, e.Fault);
            }
            catch (Exception e)
            {
                LogBroken(_address, e);
                Refuse(batch, StoreFaults.Broken(_address));
            }

            if (MustSeeToReminder)
            {
                await SeeToReminderAsync();
            }
        }

        _isDeciding = false;
    }

    private async ValueTask<TurnDecision> DecideAsync(List<Waiting> batch)
    {
        var fault = _state is null && _kept.Confirmed.Instance is not null ? await TryOpenAsync() : null;
        var decision = fault is null ? Decide(batch.ConvertAll(w => w.Request)) : DecideUnread(batch[0].Request, fault);
        _mailbox.PutBack(batch, decision.Answers.Length);
        return decision;
    }

    private TurnDecision Decide(List<TurnRequest> requests) =>
        Turn.Decide(_address, _state, requests, parts.Time.GetUtcNow(), parts.Options, _outputs.Conditions(requests));

    /// <summary>An instance that cannot be read can only be disposed of.</summary>
    private TurnDecision DecideUnread(TurnRequest request, RequestFault fault) => request is DisposeInstance dispose
        ? UnreadDisposal.Decide(_kept.Confirmed.Stored!, dispose, parts.Time.GetUtcNow(), parts.Incidents.Of(_address))
        : throw new RequestRefusedException(fault);

    private void Perform(List<Waiting> batch, TurnDecision decision)
    {
        _state = decision.State;
        _outputs.Perform(decision, batch.Exists(w => w.Request is Wake));
        for (var i = 0; i < batch.Count; i++)
        {
            if (batch[i].Answer is not null)
            {
                Give(batch[i], decision.Answers[i]);
            }
        }
    }

    /// <summary>
    /// A write has failed. Unless the storage refuses what it was given, it may be there all the same, with timers and effects: whoever is
    /// activated next reads what is.
    /// </summary>
    private void OnNotConfirmed(List<Waiting> batch, Exception exception)
    {
        if ((exception as CommitRejectedException ?? exception.InnerException) is CommitRejectedException)
        {
            _kept.Reject();
            Refuse(batch, StoreFaults.Rejected(_address));
            return;
        }

        LogNotConfirmed(_address, exception);
        Leave();
        Refuse(batch, StoreFaults.NotConfirmed(_address));
    }

    private void Refuse(List<Waiting> batch, RequestFault fault)
    {
        batch.ForEach(w => w.Give(Answer.Refused<Receipt>(fault)));
        if (batch.Exists(w => w.Answer is null))
        {
            _outputs.WakeLater();
        }
    }

    /// <summary>Gives the instance up here: what is asked next finds it anew, as the storage has it.</summary>
    private void Leave()
    {
        _kept.Abandon();
        _isLeaving = _isBehind = true;
        _outputs.Turned.Give();
        _outputs.WakeLater();
        DeactivateOnIdle();
    }

    private static Answer<Receipt> Leaving { get; } = new() { MustAskAgain = true };

    [LoggerMessage(202, LogLevel.Error, "The storage did not confirm a turn of {Address}; the instance is read again")]
    private partial void LogNotConfirmed(MachineAddress address, Exception exception);

    [LoggerMessage(203, LogLevel.Error, "A turn of {Address} failed; the instance stays as it was committed last")]
    private partial void LogBroken(MachineAddress address, Exception exception);

    private readonly ILogger _logger = logger;
}
