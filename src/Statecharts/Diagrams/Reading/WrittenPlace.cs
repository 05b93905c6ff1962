using System.Globalization;
using Stator.Statecharts.Data;

namespace Stator.Statecharts.Diagrams.Reading;

/// <summary>What stands at a place of a document (RFC 6901).</summary>
internal static class WrittenPlace
{
    public static Value In(Value document, Place place)
    {
        foreach (var token in place.Pointer.Split('/').Skip(1))
        {
            var key = token.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            document = document.Kind == ValueKind.List && int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
                ? index < document.AsList.Count ? document.AsList[index] : Value.Null
                : document[key];
        }

        return document;
    }
}
