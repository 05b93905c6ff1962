using System.Collections;

namespace Stator.Statecharts.Data;

/// <summary>An immutable list of values.</summary>
public sealed class ListValue : IReadOnlyList<Value>, IEquatable<ListValue>
{
    private readonly Value[] _items;
    private int _nesting;

    private ListValue(Value[] items) => _items = items;

    /// <summary>The list without items.</summary>
    public static ListValue Empty { get; } = new([]);

    /// <inheritdoc/>
    public int Count => _items.Length;

    internal ReadOnlySpan<Value> Span => _items;

    /// <summary>See <see cref="JsonNesting"/>; worked out when it is first asked for.</summary>
    internal int Nesting => _nesting != 0 ? _nesting : _nesting = JsonNesting.OfItems(_items);

    /// <inheritdoc/>
    public Value this[int index] => _items[index];

    /// <summary>A list of these items, in this order.</summary>
    public static ListValue Of(params ReadOnlySpan<Value> items) => items.IsEmpty ? Empty : new(items.ToArray());

    /// <summary>Takes over the array; the caller must not touch it again.</summary>
    internal static ListValue Owning(Value[] items) => items.Length == 0 ? Empty : new(items);

    /// <inheritdoc/>
    public bool Equals(ListValue? other) => other is not null && (ReferenceEquals(this, other) || Span.SequenceEqual(other.Span));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ListValue);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var item in _items)
        {
            hash.Add(item);
        }

        return hash.ToHashCode();
    }

    /// <inheritdoc/>
    public IEnumerator<Value> GetEnumerator() => ((IEnumerable<Value>)_items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
