using Stator.Statecharts.Data;
using Stator.Statecharts.Interpretation;

namespace Stator.Statecharts;

/// <summary>Something that happened: a name and, with it, any members. Immutable.</summary>
public sealed class Event
{
    private ObjectValue? _members;
    private long _index;

    /// <summary>An event without members.</summary>
    /// <param name="type">The event's name.</param>
    public Event(string type)
    {
        ArgumentException.ThrowIfNullOrEmpty(type);
        Type = type;
    }

    private Event(string type, ObjectValue members)
        : this(type) => _members = members;

    /// <summary>The event that a machine sees while it starts.</summary>
    public static Event Init { get; } = new("xstate.init");

    /// <summary>The event that exit actions see when a machine is stopped from outside.</summary>
    public static Event Stop { get; } = new("xstate.stop");

    /// <summary>The event's name.</summary>
    public string Type { get; }

    /// <summary>The whole event as an object, <c>type</c> first.</summary>
    public ObjectValue Members => _members ??= ObjectValue.Of(("type", Type));

    /// <summary>Whether the event has members besides its type.</summary>
    public bool HasPayload => _members is { Count: > 1 };

    /// <summary>An event from a name and members; a member called <c>type</c> gives way to the name.</summary>
    public static Event Of(string type, ObjectValue members)
    {
        ArgumentNullException.ThrowIfNull(members);
        if (members.TryGet("type", out var own) && own.Kind == ValueKind.String && own.AsString == type)
        {
            return new(type, members);
        }

        return new(type, ObjectValue.Of(("type", type)).Merge(members).With("type", type));
    }

    /// <summary>An event from a name and members.</summary>
    public static Event Of(string type, params ReadOnlySpan<(string Key, Value Value)> members) => Of(type, ObjectValue.Of(members));

    /// <summary>An event from an object with a non-empty string <c>type</c>; null where the value is no such object.</summary>
    public static Event? FromValue(Value value) =>
        value.Kind == ValueKind.Object && value["type"] is { Kind: ValueKind.String } type && type.AsString.Length > 0
            ? new(type.AsString, value.AsObject)
            : null;

    /// <summary>
    /// The event's number among those that a chart names, -1 where it names it not. Remembered for the chart that asked last, as events
    /// are sent again and again; chart and number are one word, so that no thread sees half.
    /// </summary>
    internal int IndexIn(PlanCache plans)
    {
        var known = _index;
        if ((int)(known >> 32) != plans.Identity)
        {
            _index = known = ((long)plans.Identity << 32) | (uint)plans.EventIndex(Type);
        }

        return (int)known;
    }

    /// <summary>The event as JSON text.</summary>
    public override string ToString() => ((Value)Members).ToString();
}
