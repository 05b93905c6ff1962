using System.Collections.Immutable;
using System.Globalization;
using Stator.Machines.Stores;
using Stator.Statecharts;
using Stator.Statecharts.Data;
using Stator.Statecharts.Interpretation;
using Stator.Statecharts.Snapshots;

namespace Stator.Machines.Instances;

/// <summary>A commit in the making: the instance as it is so far, and what its turns left behind.</summary>
internal sealed class TurnDraft
{
    private readonly InstanceState? _before;
    private readonly TurnConditions _conditions;
    private readonly bool _checksEachSize;
    private readonly DateTimeOffset _stepTime;
    private readonly DraftOutputs _outputs = new();
    private readonly List<RefusedTimer> _refusedTimers = [];
    private readonly List<PendingTimer> _firedTimers = [];
    private readonly AppliedRequests _applied;
    private MachineDefinition? _definition;
    private long _sequence;
    private long _firstSequence;
    private long? _disposedAtMs;
    private bool _hasChanged;
    private TurnRequest? _turnsOf;

    public TurnDraft(MachineAddress address, InstanceState? before, DateTimeOffset now, StatorOptions options, TurnConditions conditions, bool checksEachSize)
    {
        Address = address;
        Options = options;
        ClockMs = now.ToUnixTimeMilliseconds();

        // Deadlines count in whole milliseconds. To be never early, a timer counts from the end of the millisecond we are in.
        _stepTime = DateTimeOffset.FromUnixTimeMilliseconds(now.Ticks % TimeSpan.TicksPerMillisecond == 0 ? ClockMs : ClockMs + 1);
        _before = before;
        _conditions = conditions;
        _checksEachSize = checksEachSize;
        _applied = new(before?.Processed ?? ProcessedIds.None, options, ClockMs);
        _definition = before?.Snapshot?.Definition;
        _sequence = before?.Record.Sequence ?? 0;
        _firstSequence = before?.Record.FirstSequence ?? 1;
        Snapshot = before?.Snapshot;
    }

    public MachineAddress Address { get; }

    public StatorOptions Options { get; }

    /// <summary>Now, in milliseconds since the Unix epoch: a timer due at a later one must not fire.</summary>
    public long ClockMs { get; }

    /// <summary>The instance so far; null where there is none.</summary>
    public Snapshot? Snapshot { get; private set; }

    /// <summary>Whether this commit disposes of the instance; nothing may follow in it.</summary>
    public bool IsDisposed => _disposedAtMs is not null;

    /// <summary>The answer of a request that was applied, in this commit or an earlier one; null where it was not.</summary>
    public TurnAnswer? FindApplied(string eventId) => _applied.Find(eventId);

    /// <summary>Whether a request has had turns already, so that it belongs to what was applied.</summary>
    public bool HasTurnsOf(TurnRequest request) => ReferenceEquals(_turnsOf, request);

    public DraftMark Mark()
    {
        _hasChanged = false;
        return new(Snapshot, _definition, _sequence, _firstSequence, _outputs.Mark());
    }

    /// <summary>Takes back all turns since the mark.</summary>
    public void Return(in DraftMark mark)
    {
        Snapshot = mark.Snapshot;
        _definition = mark.Definition;
        _sequence = mark.Sequence;
        _firstSequence = mark.FirstSequence;
        _outputs.Return(mark.Outputs);
    }

    /// <summary>The receipt of what was applied since the mark; a named request is remembered.</summary>
    public Receipt Confirm(string? eventId)
    {
        var receipt = Receipts.Of(Address, Snapshot!, _sequence, _hasChanged, eventId);
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
        _firstSequence = _sequence + 1;
        return Accept(Statechart.Start(start.Definition, start.Input, _stepTime), start, HistoryCause.Start(start));
    }

    public RequestFault? Handle(Event @event, HandleEvents request) => !JsonNesting.IsPlain(@event.Members)
        ? Faults.NotData("event", RequestFaultCode.InvalidEvent)
        : Accept(Statechart.Step(_definition!, Snapshot!, @event, _stepTime), request, HistoryCause.Event(@event));

    /// <summary>Takes the outcome of a service; one that nobody waits for any more is no turn.</summary>
    public RequestFault? Settle(SettleService settle) => settle.Id.Sequence < _firstSequence || !InvocationChanges.IsPending(Snapshot, settle.Invocation)
        ? null
        : !JsonNesting.IsPlain(settle.Outcome.Value)
        ? Faults.NotData("outcome", RequestFaultCode.InvalidRequest)
        : Accept(Statechart.Settle(_definition!, Snapshot!, settle.Invocation, settle.Outcome, _stepTime), settle, HistoryCause.Service(settle));

    public RequestFault? Edit(EditContext edit) =>
        Accept(Repair.EditContext(_definition!, Snapshot!, edit.Patch, _stepTime), edit, HistoryCause.Edit(edit));

    public RequestFault? Skip(SkipPending skip) =>
        Accept(Repair.Skip(_definition!, Snapshot!, skip.Number, _stepTime), skip, HistoryCause.Skip(skip));

    public RequestFault? Dispose(DisposeInstance dispose)
    {
        var fault = Accept(Statechart.Stop(_definition!, Snapshot!, _stepTime), dispose, HistoryCause.Dispose());
        _disposedAtMs = fault is null ? _stepTime.ToUnixTimeMilliseconds() : null;
        return fault;
    }

    /// <summary>Fires a timer; one that an earlier turn of this commit has cancelled is no turn.</summary>
    public void Fire(DueTimer timer)
    {
        var step = Statechart.Fire(_definition!, Snapshot!, timer.Number, _stepTime);
        if (step.Fault is null && ReferenceEquals(step.Snapshot, Snapshot))
        {
            return;
        }

        var trace = _outputs.TimerTraces.GetValueOrDefault(timer.Number) ?? _before?.TimerTraces.GetValueOrDefault(timer.Number);
        if (Accept(step, null, HistoryCause.Timer(timer), trace) is { } fault)
        {
            _refusedTimers.Add(new(timer.Number, fault));
        }
        else
        {
            _firedTimers.Add(new(timer.Number, timer.DueMs, trace));
        }
    }

    public TurnDecision ToDecision(ImmutableArray<TurnAnswer> answers)
    {
        var (state, commit) = _outputs.IsEmpty ? (_before, null) : ToCommit();
        return new(state, commit, answers)
        {
            Notices = _outputs.Notices,
            GoneIncidents = commit is null && _conditions.Incidents.Length > 0 ? [.. _conditions.Incidents.Where(IsGone)] : [],
            RefusedTimers = [.. _refusedTimers],
            FiredTimers = [.. _firedTimers],
        };
    }

    private (InstanceState State, InstanceCommit Commit) ToCommit()
    {
        var snapshot = Snapshot!;
        var nowMs = _stepTime.ToUnixTimeMilliseconds();
        var isNew = _before?.Snapshot is null;
        var record = new InstanceRecord(
            Address, snapshot.Definition.Version, snapshot.Definition.Hash, _sequence, snapshot.Status, SnapshotJson.Write(snapshot),
            isNew ? nowMs : _before!.Record.CreatedAtMs, nowMs)
        {
            FirstSequence = _firstSequence,
            DisposedAtMs = _disposedAtMs,
        };
        var (armed, removed) = TimerChanges.Between(_before?.Snapshot, snapshot, _outputs.TimerTraces);
        var (started, ended) = InvocationChanges.Between(_before?.Snapshot, snapshot, _outputs.Started);
        var (addedTerms, removedTerms) = IndexTerms.Between(_before?.Snapshot, snapshot);
        var commit = new InstanceCommit(record, _before?.Record.Sequence ?? 0)
        {
            ArmedTimers = armed,
            RemovedTimers = removed,
            StartedInvocations = started,
            EndedInvocations = ended,
            AddedTerms = addedTerms,
            RemovedTerms = removedTerms,
            Outbox = _outputs.Outbox,
            Processed = _applied.Added,
            Forgotten = _applied.Forgotten,
            History = _outputs.History,
            SettledIncidents = _conditions.Incidents.IsEmpty ? [] : [.. _conditions.Incidents.Where(IsSettled)],
        };
        return (ToState(record, armed, removed), commit);
    }

    private InstanceState ToState(InstanceRecord record, ImmutableArray<PendingTimer> armed, ImmutableArray<long> removed) => IsDisposed
        ? new(record, null, ProcessedIds.None)
        : new(record, Snapshot, _applied.Ids)
        {
            TimerTraces = TracesAfter(_before?.TimerTraces ?? ImmutableDictionary<long, string>.Empty, armed, removed),
        };

    /// <summary>Most turns touch no timer.</summary>
    private static ImmutableDictionary<long, string> TracesAfter(
        ImmutableDictionary<long, string> before, ImmutableArray<PendingTimer> armed, ImmutableArray<long> removed) => armed.IsEmpty && removed.IsEmpty
        ? before
        : before.RemoveRange(removed).SetItems(armed.Where(t => t.Trace is not null).Select(t => KeyValuePair.Create(t.Number, t.Trace!)));

    /// <summary>An incident of the whole instance is over once it has a turn; one of a timer or service when nobody waits for that any more.</summary>
    private bool IsSettled(IncidentSubject incident) => incident.Kind switch
    {
        IncidentKind.Delivery => false,
        IncidentKind.Timer or IncidentKind.Service => IsDisposed || IsGone(incident),
        _ => true,
    };

    private bool IsGone(IncidentSubject incident) => incident.Kind switch
    {
        IncidentKind.Timer => !TimerChanges.IsPending(Snapshot, Number(incident)),
        IncidentKind.Service => !InvocationChanges.IsPending(Snapshot, Number(incident)),
        _ => false,
    };

    private static long Number(IncidentSubject incident) => long.Parse(incident.Name, CultureInfo.InvariantCulture);

    private RequestFault? Accept(in StepResult step, TurnRequest? request, in HistoryCause cause, string? timerTrace = null)
    {
        if (step.Fault is { } fault)
        {
            return RequestFault.Of(fault);
        }

        if (_checksEachSize && SnapshotJson.Write(step.Snapshot!).Length is var bytes && bytes > Options.MaxSnapshotBytes)
        {
            return Faults.SnapshotTooLarge(Address, bytes, Options);
        }

        var hasChanged = !ReferenceEquals(step.Snapshot, Snapshot) || !step.Effects.IsEmpty;
        var nowMs = _stepTime.ToUnixTimeMilliseconds();
        var trace = request?.Trace ?? timerTrace;
        _turnsOf = request;
        _hasChanged |= hasChanged;
        Snapshot = step.Snapshot;
        _sequence++;
        for (var i = 0; i < step.Effects.Length; i++)
        {
            _outputs.Add(step.Effects[i], new(Address, _sequence, i), nowMs, trace);
        }

        _outputs.Add(new HistoryEntry(_sequence, nowMs, cause.Kind, request?.EventId, HistoryJson.Write(cause, step, hasChanged)) { Caller = request?.Caller });
        return null;
    }
}

/// <summary>How far a draft was, to go back to.</summary>
internal readonly record struct DraftMark(Snapshot? Snapshot, MachineDefinition? Definition, long Sequence, long FirstSequence, OutputMark Outputs);
