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
    /// <summary>Diagnostics that know their place by pointer only, with line and column, in the order of the text.</summary>
    public ImmutableArray<Diagnostic> WithLines(ImmutableArray<Diagnostic> diagnostics) =>
    [
        .. diagnostics
            .Select(d => d.Place.Line > 0 ? d : d with { Place = PlaceOf(d.Place.Pointer ?? "") })
            .OrderBy(d => d.Place.Line)
            .ThenBy(d => d.Place.Column),
    ];

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
