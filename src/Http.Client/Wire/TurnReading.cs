using System.Globalization;
using Stator.Machines;
using Stator.Statecharts.Data;

namespace Stator.Http.Client.Wire;

/// <summary>Turns of a history out of their JSON. What is not of every turn is its detail.</summary>
internal static class TurnReading
{
    private static readonly string[] OfEveryTurn = ["sequence", "at", "kind", "eventId", "caller"];

    public static HistoryTurn Read(MachineAddress address, ReadOnlySpan<byte> utf8) => Read(address, Value.Parse(utf8));

    public static HistoryPage ReadPage(MachineAddress address, ReadOnlySpan<byte> utf8)
    {
        var page = Value.Parse(utf8);
        return new([.. page["turns"].AsList.Select(t => Read(address, t))], page["next"] is { IsInt: true } next ? next.AsInt : null);
    }

    /// <summary>A time of the wire.</summary>
    public static DateTimeOffset Time(Value text) => DateTimeOffset.Parse(text.AsString, CultureInfo.InvariantCulture);

    private static HistoryTurn Read(MachineAddress address, Value turn) => new(
        address,
        turn["sequence"].AsInt,
        Time(turn["at"]),
        turn["kind"].AsString,
        Text(turn["eventId"]),
        Text(turn["caller"]),
        ObjectValue.Of([.. turn.AsObject.Where(m => !OfEveryTurn.Contains(m.Key)).Select(m => (m.Key, m.Value))]));

    private static string? Text(Value value) => value.Kind == ValueKind.String ? value.AsString : null;
}
