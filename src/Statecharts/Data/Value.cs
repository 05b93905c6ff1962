using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Stator.Statecharts.Data;

/// <summary>
/// An immutable JSON value, as charts and expressions see it: 16 bytes, numbers unboxed. Whole numbers and doubles are told apart by
/// how they were written and compare by magnitude.
/// </summary>
/// <remarks>
/// One reference says what the value is: a marker for the kinds that live in the 64 bits, or the string, list or object itself.
/// </remarks>
public readonly struct Value : IEquatable<Value>
{
    private static readonly Marker BoolMarker = new(ValueKind.Bool);
    private static readonly Marker IntMarker = new(ValueKind.Int);
    private static readonly Marker DoubleMarker = new(ValueKind.Double);
    private static readonly Marker TimestampMarker = new(ValueKind.Timestamp);
    private static readonly Marker DurationMarker = new(ValueKind.Duration);

    private readonly object? _reference;
    private readonly long _bits;

    private Value(object? reference, long bits)
    {
        _reference = reference;
        _bits = bits;
    }

    /// <summary>JSON null.</summary>
    public static Value Null => default;

    /// <summary>An object without keys.</summary>
    public static Value EmptyObject { get; } = ObjectValue.Empty;

    /// <summary>What this value is.</summary>
    public ValueKind Kind => _reference switch
    {
        null => ValueKind.Null,
        Marker marker => marker.Kind,
        string => ValueKind.String,
        ObjectValue => ValueKind.Object,
        ListValue => ValueKind.List,
        TypeName => ValueKind.Type,
        _ => ValueKind.Error,
    };

    /// <summary>Whether this is JSON null.</summary>
    public bool IsNull => _reference is null;

    /// <summary>Whether this is a whole number.</summary>
    public bool IsInt => ReferenceEquals(_reference, IntMarker);

    /// <summary>Whether this is a double.</summary>
    public bool IsDouble => ReferenceEquals(_reference, DoubleMarker);

    /// <summary>Whether this is true or false.</summary>
    public bool IsBool => ReferenceEquals(_reference, BoolMarker);

    /// <summary>Whether this is exactly <c>true</c>.</summary>
    public bool IsTrue => ReferenceEquals(_reference, BoolMarker) && _bits != 0;

    /// <summary>Whether this is a failed evaluation.</summary>
    public bool IsError => _reference is EvaluationError;

    /// <summary>The truth value. Throws when this is not a bool.</summary>
    public bool AsBool => IsBool ? _bits != 0 : throw Wrong(ValueKind.Bool);

    /// <summary>The whole number. Throws when this is not one.</summary>
    public long AsInt => IsInt ? _bits : throw Wrong(ValueKind.Int);

    /// <summary>The number as a double, also of a whole number. Throws when this is no number.</summary>
    public double AsDouble => IsDouble ? BitConverter.Int64BitsToDouble(_bits) : IsInt ? _bits : throw Wrong(ValueKind.Double);

    /// <summary>The string. Throws when this is not one.</summary>
    public string AsString => _reference as string ?? throw Wrong(ValueKind.String);

    /// <summary>The list. Throws when this is not one.</summary>
    public ListValue AsList => _reference as ListValue ?? throw Wrong(ValueKind.List);

    /// <summary>The object. Throws when this is not one.</summary>
    public ObjectValue AsObject => _reference as ObjectValue ?? throw Wrong(ValueKind.Object);

    /// <summary>The point in time, in UTC. Throws when this is not one.</summary>
    public DateTimeOffset AsTimestamp => ReferenceEquals(_reference, TimestampMarker) ? new(_bits, TimeSpan.Zero) : throw Wrong(ValueKind.Timestamp);

    /// <summary>The span of time. Throws when this is not one.</summary>
    public TimeSpan AsDuration => ReferenceEquals(_reference, DurationMarker) ? new(_bits) : throw Wrong(ValueKind.Duration);

    internal EvaluationError? Error => _reference as EvaluationError;

    internal TypeName? AsTypeName => _reference as TypeName;

    /// <summary>What the value refers to, for expressions, which test its type once instead of asking for the kind and then for the value.</summary>
    internal object? Reference => _reference;

    /// <summary>Whether the two are the same without looking inside strings, lists and objects.</summary>
    internal bool IsIdenticalTo(in Value other) => ReferenceEquals(_reference, other._reference) && _bits == other._bits;

    /// <summary>The member of that name, or null where this is no object or has none.</summary>
    public Value this[string key] => _reference is ObjectValue o && o.TryGet(key, out var value) ? value : default;

    /// <summary>A string, or null.</summary>
    public static implicit operator Value(string? value) => new(value, 0);

    /// <summary>A whole number.</summary>
    public static implicit operator Value(long value) => new(IntMarker, value);

    /// <summary>A whole number.</summary>
    public static implicit operator Value(int value) => new(IntMarker, value);

    /// <summary>A double; it stays one even when it is whole.</summary>
    public static implicit operator Value(double value) => new(DoubleMarker, BitConverter.DoubleToInt64Bits(value));

    /// <summary>true or false.</summary>
    public static implicit operator Value(bool value) => new(BoolMarker, value ? 1 : 0);

    /// <summary>A list.</summary>
    public static implicit operator Value(ListValue value) => new(value, 0);

    /// <summary>An object.</summary>
    public static implicit operator Value(ObjectValue value) => new(value, 0);

    /// <summary>A point in time.</summary>
    public static implicit operator Value(DateTimeOffset value) => new(TimestampMarker, value.UtcTicks);

    /// <summary>A span of time.</summary>
    public static implicit operator Value(TimeSpan value) => new(DurationMarker, value.Ticks);

    internal static Value Of(EvaluationError error) => new(error, 0);

    internal static Value Of(TypeName type) => new(type, 0);

    /// <summary>Reads a value from JSON text. Throws <see cref="System.Text.Json.JsonException"/> when the text is not JSON.</summary>
    public static Value Parse(string json) => JsonValueReader.Parse(json);

    /// <summary>Reads a value from JSON text in UTF-8. Throws <see cref="System.Text.Json.JsonException"/> when the text is not JSON.</summary>
    public static Value Parse(ReadOnlySpan<byte> utf8) => JsonValueReader.Parse(utf8);

    /// <summary>Deep equality.</summary>
    public static bool operator ==(Value left, Value right) => left.Equals(right);

    /// <summary>Deep inequality.</summary>
    public static bool operator !=(Value left, Value right) => !left.Equals(right);

    /// <summary>Deep equality: numbers by magnitude, objects without regard to the order of keys.</summary>
    public bool Equals(Value other)
    {
        if (ReferenceEquals(_reference, other._reference))
        {
            return _reference is not Marker || (IsDouble ? AsDouble == other.AsDouble : _bits == other._bits);
        }

        return (_reference, other._reference) switch
        {
            (Marker a, Marker b) => a.IsNumber && b.IsNumber && AsDouble == other.AsDouble,
            (string a, string b) => a == b,
            (ListValue a, ListValue b) => a.Equals(b),
            (ObjectValue a, ObjectValue b) => a.Equals(b),
            (TypeName a, TypeName b) => a == b,
            _ => false,
        };
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Value other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _reference switch
    {
        null => 0,
        Marker marker => marker.IsNumber ? AsDouble.GetHashCode() : HashCode.Combine(marker.Kind, _bits),
        _ => _reference.GetHashCode(),
    };

    /// <summary>The value as JSON text.</summary>
    public override string ToString()
    {
        var writer = new JsonTextWriter();
        writer.Write(this);
        return Encoding.UTF8.GetString(writer.WrittenSpan);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private InvalidOperationException Wrong(ValueKind wanted) =>
        new(string.Create(CultureInfo.InvariantCulture, $"A value of kind {Kind} was read as {wanted}."));

    private sealed class Marker(ValueKind kind)
    {
        public ValueKind Kind { get; } = kind;

        public bool IsNumber { get; } = kind is ValueKind.Int or ValueKind.Double;
    }
}
