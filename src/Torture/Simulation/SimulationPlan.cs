using Stator.Torture.Plants;
using Stator.Torture.Stores;

namespace Stator.Torture.Simulation;

/// <summary>One run of the simulation: with the same plan it is the same run.</summary>
/// <param name="Seed">Decides everything that is not decided otherwise.</param>
/// <param name="What">What is done to it, for whoever reads of a violation.</param>
/// <param name="Fault">Which call of the store fails, by its number; how many calls there are shows in the result.</param>
internal sealed record SimulationPlan(int Seed, string What, Func<int, CallFault?> Fault)
{
    /// <summary>How many things happen before the world comes to rest.</summary>
    public int Steps { get; init; } = 250;

    /// <summary>Whether hosts die, are cut off, and clocks are set.</summary>
    public bool HasCrashes { get; init; } = true;

    public bool OnSqlite { get; init; }

    public Plant Plant { get; init; } = Plant.None;

    /// <summary>Nothing fails, but hosts die all the same.</summary>
    public static SimulationPlan Calm(int seed) => new(seed, "no call fails", static _ => null);

    /// <summary>One call fails.</summary>
    public static SimulationPlan Failing(int seed, int call, CallFault fault) => new(seed, $"call {call} fails: {fault}", at => at == call ? fault : null);

    /// <summary>Many calls fail, some of them one after the other.</summary>
    public static SimulationPlan Stormy(int seed)
    {
        var random = new Random(seed);
        var oneIn = random.Next(4, 40);
        return new(seed, $"one in {oneIn} calls fails", _ => random.Next(oneIn) == 0 ? (CallFault)random.Next(3) : null);
    }
}
