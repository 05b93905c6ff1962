using System.Runtime.CompilerServices;
using Stator.Statecharts.Data;

namespace Stator.Statecharts.Expressions;

/// <summary>
/// Finds one key in objects, and remembers where it was in the shape it saw last. Shape and place are published together through one
/// reference, so that threads that share the node never pair the one with another's other.
/// </summary>
internal struct MemberLookup(string name)
{
    // Replacing the remembered place costs an allocation; objects of ever new shapes shall not pay it each time.
    private const int MissesBeforeRelearning = 16;

    private readonly string _name = name;
    private Place? _place;
    private int _misses;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryFind(ObjectValue owner, out Value value)
    {
        var place = _place;
        if (place is not null && ReferenceEquals(place.Shape, owner.Shape))
        {
            value = owner.Span[place.Index];
            return true;
        }

        return TryLearn(owner, out value);
    }

    private bool TryLearn(ObjectValue owner, out Value value)
    {
        var index = owner.Shape.IndexOf(_name);
        if (index < 0)
        {
            value = default;
            return false;
        }

        if (_place is null || ++_misses % MissesBeforeRelearning == 0)
        {
            _place = new(owner.Shape, index);
        }

        value = owner.Span[index];
        return true;
    }

    private sealed class Place(Shape shape, int index)
    {
        public readonly Shape Shape = shape;
        public readonly int Index = index;
    }
}
