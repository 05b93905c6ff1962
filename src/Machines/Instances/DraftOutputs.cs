using System.Collections.Immutable;
using Stator.Machines.Stores;
using Stator.Statecharts.Effects;

namespace Stator.Machines.Instances;

/// <summary>What the turns of a commit in the making have left behind so far; those of a refused request are taken back.</summary>
internal sealed class DraftOutputs
{
    private readonly List<HistoryEntry> _history = [];
    private readonly List<OutboxEntry> _outbox = [];
    private readonly List<Effect> _notices = [];
    private readonly List<InvocationRecord> _started = [];

    public bool IsEmpty => _history.Count == 0;

    public ImmutableArray<HistoryEntry> History => [.. _history];

    public ImmutableArray<OutboxEntry> Outbox => [.. _outbox];

    public ImmutableArray<Effect> Notices => [.. _notices];

    public IReadOnlyList<InvocationRecord> Started => _started;

    /// <summary>The trace parents of timers that were armed; a number is given once, so none has to be taken back.</summary>
    public ImmutableDictionary<long, string> TimerTraces { get; set; } = ImmutableDictionary<long, string>.Empty;

    public OutputMark Mark() => new(_history.Count, _outbox.Count, _notices.Count, _started.Count);

    public void Return(in OutputMark mark)
    {
        _history.RemoveRange(mark.History, _history.Count - mark.History);
        _outbox.RemoveRange(mark.Outbox, _outbox.Count - mark.Outbox);
        _notices.RemoveRange(mark.Notices, _notices.Count - mark.Notices);
        _started.RemoveRange(mark.Started, _started.Count - mark.Started);
    }

    public void Add(HistoryEntry entry) => _history.Add(entry);

    /// <summary>Takes an effect to where it is performed from.</summary>
    public void Add(Effect effect, OutboxId id, long nowMs, string? trace)
    {
        switch (effect)
        {
            case ArmTimer arm when trace is not null:
                TimerTraces = TimerTraces.SetItem(arm.Number, trace);
                break;
            case ArmTimer or CancelTimer or StopService:
                // The rows in the store, the host's wake-up and its running services follow the snapshot.
                break;
            case EmitEvent or WriteLog:
                _notices.Add(effect);
                break;
            case StartService start:
                _started.Add(Services.InvocationStart.Of(id, start, nowMs, trace));
                break;
            default:
                _outbox.Add(new(id, EffectJson.Kind(effect), EffectJson.Write(effect), trace));
                break;
        }
    }
}

/// <summary>How far the outputs were, to go back to.</summary>
internal readonly record struct OutputMark(int History, int Outbox, int Notices, int Started);
