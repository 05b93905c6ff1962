using System.Collections.Immutable;
using Stator.Statecharts;
using Stator.Statecharts.Data;
using Stator.Statecharts.Parsing;

namespace Stator.Cli.Yaml;

/// <summary>A YAML text as a JSON value that still knows its lines.</summary>
/// <param name="Value">The value; null where there are errors.</param>
/// <param name="Diagnostics">What is wrong with the text as YAML.</param>
/// <param name="Places">Lines and columns by JSON pointer.</param>
internal sealed record YamlDocument(Value? Value, ImmutableArray<Diagnostic> Diagnostics, IReadOnlyDictionary<string, Place> Places)
{
    /// <summary>The line and column of what a pointer names, or of the nearest thing around it.</summary>
    public Place PlaceOf(string pointer)
    {
        for (var at = pointer; ; at = at[..at.LastIndexOf('/')])
        {
            if (Places.TryGetValue(at, out var place))
            {
                return place with { Pointer = pointer };
            }

            if (at.Length == 0)
            {
                return new(pointer, 1, 1);
            }
        }
    }
}
