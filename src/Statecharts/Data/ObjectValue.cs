using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Stator.Statecharts.Data;

/// <summary>An immutable object: string keys, in the order they were written, each with a value.</summary>
public sealed class ObjectValue : IReadOnlyDictionary<string, Value>, IEquatable<ObjectValue>
{
    private readonly Value[] _values;
    private int _nesting;

    internal ObjectValue(Shape shape, Value[] values)
    {
        Shape = shape;
        _values = values;
    }

    /// <summary>The object without keys.</summary>
    public static ObjectValue Empty { get; } = new(Shape.Empty, []);

    /// <inheritdoc/>
    public int Count => _values.Length;

    /// <inheritdoc/>
    public IEnumerable<string> Keys => Shape.Keys;

    /// <inheritdoc/>
    public IEnumerable<Value> Values => _values;

    internal Shape Shape { get; }

    internal ReadOnlySpan<Value> Span => _values;

    /// <summary>See <see cref="JsonNesting"/>; worked out when it is first asked for.</summary>
    internal int Nesting => _nesting != 0 ? _nesting : _nesting = JsonNesting.OfItems(_values);

    /// <inheritdoc/>
    public Value this[string key] => TryGet(key, out var value) ? value : throw new KeyNotFoundException($"The object has no key '{key}'.");

    /// <summary>An object of these members; of two with the same key the last one stays.</summary>
    public static ObjectValue Of(params ReadOnlySpan<(string Key, Value Value)> members)
    {
        var builder = new ObjectBuilder(members.Length);
        foreach (var (key, value) in members)
        {
            builder.Set(key, value);
        }

        return builder.Build();
    }

    /// <summary>Looks a key up.</summary>
    public bool TryGet(string key, out Value value)
    {
        var index = Shape.IndexOf(key);
        value = index < 0 ? default : _values[index];
        return index >= 0;
    }

    /// <summary>This object with one member set: in place where the key exists, else at the end.</summary>
    public ObjectValue With(string key, Value value)
    {
        var index = Shape.IndexOf(key);
        if (index >= 0)
        {
            var values = (Value[])_values.Clone();
            values[index] = value;
            return new(Shape, values);
        }

        return new(new([.. Shape.Keys, key]), [.. _values, value]);
    }

    /// <summary>This object with the members of another set on top, key by key.</summary>
    public ObjectValue Merge(ObjectValue patch)
    {
        if (ReferenceEquals(Shape, patch.Shape))
        {
            return patch;
        }

        Value[]? values = null;
        for (var i = 0; i < patch.Count; i++)
        {
            var index = Shape.IndexOf(patch.Shape.Keys[i]);
            if (index < 0)
            {
                return MergeWithNewKeys(patch);
            }

            values ??= (Value[])_values.Clone();
            values[index] = patch._values[i];
        }

        return values is null ? this : new(Shape, values);
    }

    bool IReadOnlyDictionary<string, Value>.ContainsKey(string key) => Shape.IndexOf(key) >= 0;

    bool IReadOnlyDictionary<string, Value>.TryGetValue(string key, [MaybeNullWhen(false)] out Value value) => TryGet(key, out value);

    /// <summary>Deep equality, without regard to the order of keys.</summary>
    public bool Equals(ObjectValue? other)
    {
        if (other is null || other.Count != Count)
        {
            return false;
        }

        for (var i = 0; i < _values.Length; i++)
        {
            if (!other.TryGet(Shape.Keys[i], out var value) || !_values[i].Equals(value))
            {
                return false;
            }
        }

        return true;
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ObjectValue);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = Count;
        for (var i = 0; i < _values.Length; i++)
        {
            hash ^= HashCode.Combine(Shape.Keys[i], _values[i]);
        }

        return hash;
    }

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, Value>> GetEnumerator()
    {
        for (var i = 0; i < _values.Length; i++)
        {
            yield return new(Shape.Keys[i], _values[i]);
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private ObjectValue MergeWithNewKeys(ObjectValue patch)
    {
        var builder = new ObjectBuilder(Count + patch.Count);
        for (var i = 0; i < Count; i++)
        {
            builder.Set(Shape.Keys[i], _values[i]);
        }

        for (var i = 0; i < patch.Count; i++)
        {
            builder.Set(patch.Shape.Keys[i], patch._values[i]);
        }

        return builder.Build();
    }
}
