using System.Globalization;
using Stator.Cli.Documents;
using Stator.Machines;
using Stator.Statecharts.Data;

namespace Stator.Cli.Remote;

/// <summary>A turn of a history for people: when, what set it off, who, and where it led.</summary>
internal static class TurnText
{
    /// <summary>What stands before a service's id in the names of its events.</summary>
    private const string Actor = ".actor.";

    public static readonly string[] Head = ["TURN", "AT", "WHAT", "BY", "TO"];

    public static string[] Row(HistoryTurn turn) =>
    [
        turn.Sequence.ToString(CultureInfo.InvariantCulture), InstanceSnapshotJson.TimeText(turn.At), What(turn), turn.Caller ?? "-", To(turn.Detail),
    ];

    /// <summary>As one line, for a list that is not at its end yet.</summary>
    public static string Line(HistoryTurn turn) => string.Create(
        CultureInfo.InvariantCulture, $"{turn.Sequence,5}  {InstanceSnapshotJson.TimeText(turn.At)}  {What(turn)}{(turn.Caller is { } by ? $" by {by}" : "")}  -> {To(turn.Detail)}");

    /// <summary>As it came over the wire.</summary>
    public static Value Data(HistoryTurn turn)
    {
        var data = ObjectValue.Of(("sequence", turn.Sequence), ("at", InstanceSnapshotJson.TimeText(turn.At)), ("kind", turn.Kind));
        data = turn.EventId is { } id ? data.With("eventId", id) : data;
        data = turn.Caller is { } caller ? data.With("caller", caller) : data;
        return turn.Detail.Kind == ValueKind.Object ? data.Merge(turn.Detail.AsObject) : data;
    }

    private static string What(HistoryTurn turn) => turn.Kind switch
    {
        HistoryKind.Event => $"event {turn.Detail["event"]["type"] switch { { Kind: ValueKind.String } type => type.AsString, _ => "" }}",
        HistoryKind.Timer => $"timer {turn.Detail["fires"].Text ?? EventTaken(turn) ?? turn.Detail["timer"].ToString()}",
        HistoryKind.Service => $"service {ServiceOf(turn)} {(turn.Detail["error"].IsNull ? "ended" : "failed")}",
        HistoryKind.Edit or HistoryKind.Skipped => $"{turn.Kind}: {turn.Detail["reason"]}",
        _ => turn.Kind,
    };

    /// <summary>The name of the event that a service became, or a timer of a history that is older than <c>fires</c>, where the chart took it.</summary>
    private static string? EventTaken(HistoryTurn turn) => turn.Detail["transitions"].Items.Select(t => t["on"].Text).FirstOrDefault();

    private static string ServiceOf(HistoryTurn turn) => EventTaken(turn) is { } name && name.IndexOf(Actor, StringComparison.Ordinal) is >= 0 and var at
        ? name[(at + Actor.Length)..]
        : turn.Detail["invocation"].ToString();

    private static string To(Value detail) => detail["value"] switch
    {
        { IsNull: true } => "-",
        { Kind: ValueKind.String } state => state.AsString,
        var value => value.ToString(),
    };
}
