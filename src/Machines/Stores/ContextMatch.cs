using System.Collections.Immutable;
using System.Text.Json;
using Stator.Statecharts.Data;

namespace Stator.Machines.Stores;

/// <summary>
/// Whether values stand in the context of a snapshot. Every store asks here, so that all of them are of one mind about numbers, texts
/// and escapes; the text is read no further than it takes.
/// </summary>
public static class ContextMatch
{
    /// <summary>Deeper than any snapshot can be.</summary>
    private static readonly JsonReaderOptions Deep = new() { MaxDepth = 100_000 };

    /// <summary>Whether all conditions hold. A snapshot that cannot be read meets none.</summary>
    /// <param name="conditions">What must stand in the context; without any, every snapshot will do.</param>
    /// <param name="snapshot">The engine's snapshot, as JSON in UTF-8.</param>
    public static bool Holds(ImmutableArray<ContextCondition> conditions, ReadOnlySpan<byte> snapshot)
    {
        foreach (var condition in conditions)
        {
            if (!Holds(condition, snapshot))
            {
                return false;
            }
        }

        return true;
    }

    private static bool Holds(ContextCondition condition, ReadOnlySpan<byte> snapshot)
    {
        try
        {
            var reader = new Utf8JsonReader(snapshot, Deep);
            if (!reader.Read() || !GoTo(ref reader, "context"))
            {
                return false;
            }

            foreach (var key in condition.Path)
            {
                if (!GoTo(ref reader, key))
                {
                    return false;
                }
            }

            return IsValue(ref reader, condition.Value);
        }
        catch (JsonException)
        {
            // It is quarantined where it is used; it must not keep the others from being found.
            return false;
        }
    }

    /// <summary>From the start of an object to the value of one of its members; false where there is no such object or member.</summary>
    private static bool GoTo(ref Utf8JsonReader reader, string key)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return false;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isIt = reader.ValueTextEquals(key);
            reader.Read();
            if (isIt)
            {
                return true;
            }

            reader.Skip();
        }

        return false;
    }

    private static bool IsValue(ref Utf8JsonReader reader, Value wanted) => reader.TokenType switch
    {
        JsonTokenType.String => wanted.Kind == ValueKind.String && reader.ValueTextEquals(wanted.AsString),
        JsonTokenType.Number => wanted == (reader.TryGetInt64(out var whole) ? whole : (Value)reader.GetDouble()),
        JsonTokenType.True => wanted.IsTrue,
        JsonTokenType.False => wanted.IsBool && !wanted.IsTrue,
        _ => false,
    };
}
