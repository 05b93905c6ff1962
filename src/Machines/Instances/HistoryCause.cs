using Stator.Statecharts;
using Stator.Statecharts.Data;

namespace Stator.Machines.Instances;

/// <summary>What set a turn off, whole: with it and the snapshot before, the engine comes to the same result again.</summary>
/// <param name="Kind">One of <see cref="HistoryKind"/>.</param>
/// <param name="Key">Its main member.</param>
/// <param name="Value">The value of that.</param>
/// <param name="SecondKey">Another member; null where there is none.</param>
/// <param name="SecondValue">The value of that.</param>
internal readonly record struct HistoryCause(string Kind, string Key, Value Value, string? SecondKey = null, Value SecondValue = default)
{
    public static HistoryCause Start(StartInstance start) => new(HistoryKind.Start, "input", start.Input, "version", start.Definition.Version);

    public static HistoryCause Event(Event @event) => new(HistoryKind.Event, "event", @event.Members);

    /// <summary>The number is what the engine fires; the name of its event is for readers, as a chart need not take it.</summary>
    public static HistoryCause Timer(DueTimer timer) => new(HistoryKind.Timer, "timer", timer.Number, "fires", timer.EventName);

    public static HistoryCause Service(SettleService settle) =>
        new(HistoryKind.Service, "invocation", settle.Invocation, settle.Outcome.IsError ? "error" : "output", settle.Outcome.Value);

    public static HistoryCause Edit(EditContext edit) => new(HistoryKind.Edit, "patch", edit.Patch, "reason", edit.Reason);

    public static HistoryCause Skip(SkipPending skip) => new(HistoryKind.Skipped, "skipped", skip.Number, "reason", skip.Reason);

    public static HistoryCause Dispose() => new(HistoryKind.Dispose, "disposed", true);
}
