using System.Collections.Immutable;
using Stator.Machines.Stores;
using Stator.Statecharts;
using Stator.Statecharts.Data;
using Stator.Statecharts.Effects;
using Stator.Statecharts.Interpretation;
using Stator.Statecharts.Snapshots;

namespace Stator.Machines.Instances;

/// <summary>A commit in the making: the instance as it is so far, and what its turns left behind.</summary>
internal sealed class TurnDraft
{
    private readonly InstanceState? _before;
    private readonly bool _checksEachSize;
    private readonly DateTimeOffset _stepTime;
    private readonly List<HistoryEntry> _history = [];
    private readonly List<OutboxEntry> _outbox = [];
    private readonly List<Effect> _notices = [];
    private readonly List<RefusedTimer> _refusedTimers = [];
    private readonly AppliedRequests _applied;
    private MachineDefinition? _definition;
    private long _sequence;
    private int _firedTimers;
    private bool _hasChanged;
    private TurnRequest? _turnsOf;

    public TurnDraft(MachineAddress address, InstanceState? before, DateTimeOffset now, StatorOptions options, bool checksEachSize)
    {
        Address = address;
        Options = options;
        ClockMs = now.ToUnixTimeMilliseconds();

        // Deadlines count in whole milliseconds. To be never early, a timer counts from the end of the millisecond we are in.
        _stepTime = DateTimeOffset.FromUnixTimeMilliseconds(now.Ticks % TimeSpan.TicksPerMillisecond == 0 ? ClockMs : ClockMs + 1);
        _before = before;
        _checksEachSize = checksEachSize;
        _applied = new(before?.Processed ?? ProcessedIds.None, options.ProcessedEventWindow);
        _definition = before?.Snapshot.Definition;
        _sequence = before?.Record.Sequence ?? 0;
        Snapshot = before?.Snapshot;
    }

    public MachineAddress Address { get; }

    public StatorOptions Options { get; }

    /// <summary>Now, in milliseconds since the Unix epoch: a timer due at a later one must not fire.</summary>
    public long ClockMs { get; }

    /// <summary>The instance so far; null where there is none.</summary>
    public Snapshot? Snapshot { get; private set; }

    /// <summary>The answer of a request that was applied, in this commit or an earlier one; null where it was not.</summary>
    public TurnAnswer? FindApplied(string eventId) => _applied.Find(eventId);

    /// <summary>Whether a request has had turns already, so that it belongs to what was applied.</summary>
    public bool HasTurnsOf(TurnRequest request) => ReferenceEquals(_turnsOf, request);

    public DraftMark Mark()
    {
        _hasChanged = false;
        return new(Snapshot, _definition, _sequence, _history.Count, _outbox.Count, _notices.Count);
    }

    /// <summary>Takes back all turns since the mark.</summary>
    public void Return(in DraftMark mark)
    {
        Snapshot = mark.Snapshot;
        _definition = mark.Definition;
        _sequence = mark.Sequence;
        _history.RemoveRange(mark.History, _history.Count - mark.History);
        _outbox.RemoveRange(mark.Outbox, _outbox.Count - mark.Outbox);
        _notices.RemoveRange(mark.Notices, _notices.Count - mark.Notices);
    }

    /// <summary>The receipt of what was applied since the mark; a named request is remembered.</summary>
    public Receipt Confirm(string? eventId, in DraftMark mark)
    {
        var snapshot = Snapshot!;
        var receipt = new Receipt(
            Address, snapshot.Definition.Version, _sequence, snapshot.Status, snapshot.Value, snapshot.StateIds, snapshot.Context, snapshot.Tags,
            snapshot.Output, _hasChanged, IsDuplicate: false, eventId ?? $"{Address}#{_sequence}");
        if (eventId is not null)
        {
            _applied.Add(receipt);
        }

        return receipt;
    }

    public RequestFault? Start(StartInstance start)
    {
        if (!JsonNesting.IsPlain(start.Input))
        {
            return Faults.NotData("input", RequestFaultCode.InvalidInput);
        }

        _definition = start.Definition;
        return Accept(Statechart.Start(start.Definition, start.Input, _stepTime), "start", start, HistoryCause.Start(start));
    }

    public RequestFault? Handle(Event @event, HandleEvents request) => !JsonNesting.IsPlain(@event.Members)
        ? Faults.NotData("event", RequestFaultCode.InvalidEvent)
        : Accept(Statechart.Step(_definition!, Snapshot!, @event, _stepTime), "event", request, HistoryCause.Event(@event));

    public RequestFault? Settle(SettleService settle) =>
        Accept(Statechart.Settle(_definition!, Snapshot!, settle.Invocation, settle.Outcome, _stepTime), "service", settle, HistoryCause.Service(settle));

    /// <summary>Fires a timer; one that an earlier turn of this commit has cancelled is no turn.</summary>
    public void Fire(long number)
    {
        var step = Statechart.Fire(_definition!, Snapshot!, number, _stepTime);
        if (step.Fault is null && ReferenceEquals(step.Snapshot, Snapshot))
        {
            return;
        }

        if (Accept(step, "timer", null, HistoryCause.Timer(number)) is { } fault)
        {
            _refusedTimers.Add(new(number, fault));
        }
        else
        {
            _firedTimers++;
        }
    }

    public TurnDecision ToDecision(TurnAnswer[] answers)
    {
        var (state, commit) = _history.Count == 0 ? (_before, null) : ToCommit();
        return new(state, commit, ImmutableArray.Create(answers))
        {
            Notices = [.. _notices],
            RefusedTimers = [.. _refusedTimers],
            FiredTimers = _firedTimers,
        };
    }

    private (InstanceState State, InstanceCommit Commit) ToCommit()
    {
        var snapshot = Snapshot!;
        var nowMs = _stepTime.ToUnixTimeMilliseconds();
        var record = new InstanceRecord(
            Address, snapshot.Definition.Version, snapshot.Definition.Hash, _sequence, snapshot.Status, SnapshotJson.Write(snapshot),
            _before?.Record.CreatedAtMs ?? nowMs, nowMs);
        var (armed, removed) = TimerChanges.Between(_before?.Snapshot, snapshot);
        var commit = new InstanceCommit(record, _before?.Record.Sequence ?? 0)
        {
            ArmedTimers = armed,
            RemovedTimers = removed,
            Outbox = [.. _outbox],
            Processed = _applied.Added,
            Forgotten = _applied.Forgotten,
            History = [.. _history],
        };
        return (new(record, snapshot, _applied.Ids), commit);
    }

    private RequestFault? Accept(in StepResult step, string kind, TurnRequest? request, in HistoryCause cause)
    {
        if (step.Fault is { } fault)
        {
            return RequestFault.Of(fault);
        }

        if (_checksEachSize && SnapshotJson.Write(step.Snapshot!).Length is var bytes && bytes > Options.MaxSnapshotBytes)
        {
            return Faults.SnapshotTooLarge(Address, bytes, Options);
        }

        _turnsOf = request;
        _hasChanged |= !ReferenceEquals(step.Snapshot, Snapshot) || !step.Effects.IsEmpty;
        Snapshot = step.Snapshot;
        _sequence++;
        for (var i = 0; i < step.Effects.Length; i++)
        {
            Take(step.Effects[i], i);
        }

        _history.Add(new(_sequence, _stepTime.ToUnixTimeMilliseconds(), kind, request?.EventId, HistoryJson.Write(cause, step)));
        return null;
    }

    private void Take(Effect effect, int position)
    {
        switch (effect)
        {
            case ArmTimer or CancelTimer:
                // The rows in the store and the host's wake-up follow the snapshot.
                break;
            case EmitEvent or WriteLog:
                _notices.Add(effect);
                break;
            default:
                _outbox.Add(new(new(Address, _sequence, position), EffectJson.Kind(effect), EffectJson.Write(effect)));
                break;
        }
    }
}

/// <summary>How far a draft was, to go back to.</summary>
internal readonly record struct DraftMark(Snapshot? Snapshot, MachineDefinition? Definition, long Sequence, int History, int Outbox, int Notices);
