using System.Collections.Immutable;
using Stator.Statecharts.Schemas;

namespace Stator.Statecharts;

/// <summary>The <c>schemas</c> of a machine: JSON Schemas, null or absent where nothing is asked.</summary>
/// <param name="Context">For the context.</param>
/// <param name="Input">For the input of a start.</param>
/// <param name="Output">For the output.</param>
/// <param name="Events">For events from outside, by name.</param>
public sealed record MachineSchemas(JsonSchema? Context, JsonSchema? Input, JsonSchema? Output, ImmutableDictionary<string, JsonSchema> Events)
{
    /// <summary>Nothing is asked.</summary>
    public static MachineSchemas None { get; } = new(null, null, null, ImmutableDictionary<string, JsonSchema>.Empty);
}
