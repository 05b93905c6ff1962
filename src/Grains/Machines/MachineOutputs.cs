using Microsoft.Extensions.Logging;
using Stator.Grains.Services;
using Stator.Machines.Hosting;
using Stator.Machines.Instances;
using Stator.Machines.Services;
using Stator.Machines.Stores;

namespace Stator.Grains.Machines;

/// <summary>
/// Performs what the committed turns of an instance ask of the world. All of it is in the record as well, so the next activation goes on
/// where this one ended.
/// </summary>
internal sealed partial class MachineOutputs
{
    private readonly MachineParts _parts;
    private readonly KeptRecord _kept;
    private readonly Alarm _alarm;
    private readonly MachineAddress _address;
    private readonly TimerHolds _holds = new();
    private readonly TurnNotices _notices;
    private readonly ILogger _logger;
    private readonly InvocationFollower _invocations;
    private Task _projecting = Task.CompletedTask;
    private int _wakings;
    private int _isWakingLater;

    /// <param name="parts">What the grains of the silo share.</param>
    /// <param name="kept">What is kept of the instance.</param>
    /// <param name="alarm">Wakes the instance.</param>
    /// <param name="address">The instance.</param>
    public MachineOutputs(MachineParts parts, KeptRecord kept, Alarm alarm, MachineAddress address)
    {
        (_parts, _kept, _alarm, _address) = (parts, kept, alarm, address);
        _logger = parts.Loggers.CreateLogger<MachineOutputs>();
        _notices = new(parts.Time, parts.Loggers.CreateLogger<TurnNotices>());
        _invocations = new(parts.Grains, parts.Loggers.CreateLogger<InvocationFollower>());
        Lanes = new(
            new(new(SendAsync, PerformActionAsync), parts.Incidents, parts.Options, parts.Time, parts.Loggers.CreateLogger<Delivery>()), ConfirmAsync);
    }

    /// <summary>What is on its way to others.</summary>
    public OutboxLanes Lanes { get; }

    /// <summary>Is given after each turn.</summary>
    public TurnSignal Turned { get; } = new();

    /// <summary>What a turn has to heed besides the state.</summary>
    public TurnConditions Conditions(List<TurnRequest> requests)
    {
        if (requests.Exists(r => r is Wake { TriesAgain: true }))
        {
            _holds.Release();
        }

        var held = _holds.At(_parts.Time.GetUtcNow().ToUnixTimeMilliseconds());
        var open = _parts.Incidents.Of(_address);
        return held.IsEmpty && open.IsEmpty ? TurnConditions.None : new(held, open);
    }

    /// <summary>Performs a turn that is committed.</summary>
    public void Perform(TurnDecision decision, bool wasWoken)
    {
        _wakings = 0;
        _parts.Incidents.Settled(decision.Commit?.SettledIncidents ?? []);
        foreach (var gone in decision.GoneIncidents)
        {
            _parts.Incidents.Settle(gone);
        }

        _holds.Keep(decision.State?.Snapshot);
        foreach (var refused in decision.RefusedTimers)
        {
            if (_holds.Refuse(_address, refused, _parts.Incidents, _parts.Options, _parts.Time.GetUtcNow()) is { } pause)
            {
                LogTimerRefused(_address, refused.Number, refused.Fault.Code, refused.Fault.Message, pause);
            }
        }

        _alarm.SetTimer(_holds.NextWakeMs(decision.State?.Snapshot));
        if (decision.Commit is { } commit)
        {
            Lanes.Add(commit.Outbox);
            _invocations.Follow(commit);
            Project();
            Turned.Give();
        }

        _notices.Give(_address, decision, wasWoken);
    }

    /// <summary>Goes on with what is in the record; what is under way already stays so.</summary>
    public void Resume(InstanceState? state)
    {
        _alarm.SetTimer(_holds.NextWakeMs(state?.Snapshot));
        Lanes.Add(_kept.Confirmed.Outbox);
        _invocations.Resume(_kept.Confirmed);
        Project();
    }

    /// <summary>When somebody has to come back to an instance for what is left to be done, in milliseconds since the Unix epoch; null for never.</summary>
    public long? NextMs(MachineRecord record, InstanceState? state)
    {
        // What is under way needs a backstop only; and who cannot be read here perhaps can be a little later, or elsewhere.
        var isUnderWay = !record.Outbox.IsEmpty || !record.Unprojected.IsEmpty || (state is null && record.Instance is { DisposedAtMs: null });
        var nextMs = isUnderWay ? _alarm.BackstopMs : _holds.NextWakeMs(state?.Snapshot) ?? long.MaxValue;
        foreach (var invocation in record.Invocations)
        {
            nextMs = Math.Min(nextMs, NextMs(invocation));
        }

        return nextMs < long.MaxValue ? nextMs : null;
    }

    /// <summary>Has the instance look at the clock soon, wherever it is then; less soon from time to time, as long as that leads to nothing.</summary>
    public void WakeLater()
    {
        if (Interlocked.Exchange(ref _isWakingLater, 1) == 0)
        {
            _ = WakeLaterAsync(Pauses.After(_parts.Options, ++_wakings));
        }
    }

    /// <summary>Returns when history and index have all turns there are.</summary>
    public Task ProjectedAsync()
    {
        if (!_projecting.IsCompleted)
        {
            _parts.Projector.Hurry();
        }

        return _projecting;
    }

    /// <summary>Ends what is under way, and writes what was not worth a write before.</summary>
    public async Task EndAsync(bool mayWrite)
    {
        Lanes.Stop();
        if (_kept.HasUnwritten && mayWrite)
        {
            await _kept.WriteUnwrittenAsync();
        }
    }

    /// <summary>A service that runs needs a backstop; one that somebody outside completes, somebody to notice that it is silent.</summary>
    private long NextMs(InvocationRecord invocation) =>
        invocation.Source == InvocationStart.External && invocation.Progress.DueMs > _alarm.NowMs ? invocation.Progress.DueMs : _alarm.BackstopMs;

    private void Project()
    {
        if (!_kept.Confirmed.Unprojected.IsEmpty && _projecting.IsCompleted)
        {
            _projecting = ProjectAsync();
        }
    }

    private async Task ProjectAsync()
    {
        while (!_kept.Confirmed.Unprojected.IsEmpty && await _parts.Projector.ProjectAsync(_kept.Confirmed.Unprojected) is { } sequence)
        {
            _kept.ForgetProjected(sequence);
        }
    }

    /// <summary>It may be that the grain is not there any more when the pause is over.</summary>
    private async Task WakeLaterAsync(TimeSpan pause)
    {
        await Task.Delay(pause, _parts.Time).ConfigureAwait(false);
        Volatile.Write(ref _isWakingLater, 0);
        _parts.Tell(_address);
    }

    private async Task SendAsync(OutboxEntry entry)
    {
        var effect = EffectJson.ReadSend(entry.Payload.Span);
        var request = new SendRequest(effect.Event) { EventId = entry.Id.ToString(), Caller = _address.ToString() };
        var machine = _parts.Grains.GetMachine(new(effect.Machine, effect.Key));
        _ = (await Asking.AskAsync(machine, m => m.SendAsync(request, entry.Trace)).ConfigureAwait(false)).Required;
    }

    private async Task PerformActionAsync(OutboxEntry entry, CancellationToken stopping)
    {
        var version = _kept.Confirmed.Instance!.Version;
        await ActionCall.PerformAsync(await _parts.Definitions.RequirePinnedAsync(_address, version).ConfigureAwait(false), entry, stopping).ConfigureAwait(false);
    }

    private Task ConfirmAsync(OutboxId performed)
    {
        // A whole record is written without it by the next turn. Until then it is at worst performed again, and recognised.
        _kept.Forget(performed);
        if (_kept.Confirmed.IsKeptInRows)
        {
            _parts.Confirmations.Add(performed);
        }

        return Task.CompletedTask;
    }

    [LoggerMessage(204, LogLevel.Warning, "Timer {Number} of {Address} was refused ({Code}) and is tried again after {Pause}: {Reason}")]
    private partial void LogTimerRefused(MachineAddress address, long number, string code, string reason, TimeSpan pause);
}
