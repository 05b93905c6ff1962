using Stator.Machines;
using Stator.Statecharts.Data;

namespace Stator.Checking.Evidence;

/// <summary>The lines of a journal as text: one JSON object each, whose <c>saw</c> says what it is.</summary>
public static class JournalText
{
    /// <summary>The line as JSON, without its end.</summary>
    public static string Write(JournalLine line) => ((Value)(line switch
    {
        Asked asked => Of("asked", asked.Address, ("id", asked.EventId), ("turns", asked.Turns)),
        Acknowledged acknowledged => Of("acknowledged", acknowledged.Address, ("id", acknowledged.EventId), ("receipt", acknowledged.Receipt)),
        Looked looked => Of(
            "looked", looked.Address, ("sequence", looked.Sequence), ("digest", looked.Digest), ("atLeast", looked.AtLeast)),
        Called called => ObjectValue.Of(("saw", "called"), ("id", called.Invocation), ("attempt", called.Attempt), ("input", called.Input)),
        Yielded yielded => ObjectValue.Of(("saw", "yielded"), ("id", yielded.Invocation), ("output", yielded.Output)),
        GaveUp gaveUp => ObjectValue.Of(("saw", "gaveUp"), ("id", gaveUp.Effect)),
        _ => throw new ArgumentOutOfRangeException(nameof(line), line, null),
    })).ToString();

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="FormatException">It is no line of a journal.</exception>
    public static JournalLine Read(string text)
    {
        var line = Value.Parse(text);
        return line["saw"].AsString switch
        {
            "asked" => new Asked(AddressOf(line), line["id"].AsString, (int)line["turns"].AsInt),
            "acknowledged" => new Acknowledged(AddressOf(line), line["id"].AsString, line["receipt"]),
            "looked" => new Looked(AddressOf(line), line["sequence"].AsInt, line["digest"].AsString, line["atLeast"].AsInt),
            "called" => new Called(line["id"].AsString, (int)line["attempt"].AsInt, line["input"]),
            "yielded" => new Yielded(line["id"].AsString, line["output"]),
            "gaveUp" => new GaveUp(line["id"].AsString),
            var other => throw new FormatException($"'{other}' is nothing that a journal knows."),
        };
    }

    private static ObjectValue Of(string saw, MachineAddress address, params ReadOnlySpan<(string Key, Value Value)> members) =>
        ObjectValue.Of([("saw", saw), ("machine", address.Machine), ("key", address.Key), .. members]);

    private static MachineAddress AddressOf(Value line) => new(line["machine"].AsString, line["key"].AsString);
}
