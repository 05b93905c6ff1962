using Stator.Statecharts.Data;

namespace Stator.Statecharts.Authoring;

/// <summary>What bound code is given.</summary>
/// <param name="Context">The context now.</param>
/// <param name="Event">The event that is being handled.</param>
/// <param name="Params">The params written in the chart, computed; null where there are none.</param>
public readonly record struct LogicCall(Value Context, Event Event, Value Params)
{
    /// <summary>
    /// The name of the effect by which a durable host performs an action: the same one each time it does so, so that what was done already
    /// can be told. Null where nothing is performed twice.
    /// </summary>
    public string? EffectId { get; init; }
}
