using Stator.Statecharts;

namespace Stator.Interpreters;

/// <summary>
/// The events without payload that were sent last, so that sending a name again makes no object. Small and fixed: names may come from
/// outside. A race only makes an event twice.
/// </summary>
internal sealed class EventCache
{
    private const int Size = 32;

    private readonly Event?[] _events = new Event?[Size];

    public Event For(string name)
    {
        if (name is { Length: > 0 })
        {
            var slot = ((name.Length * 7) + name[0] + (name[^1] * 5)) & (Size - 1);
            var known = _events[slot];
            return known is not null && (ReferenceEquals(known.Type, name) || known.Type == name) ? known : _events[slot] = new Event(name);
        }

        throw new ArgumentException("An event's name must not be empty.", nameof(name));
    }
}
