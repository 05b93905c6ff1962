namespace Stator.Machines.Tests.Simulation;

/// <summary>The promises of DURABILITY.md under a store that fails at each of its calls in turn.</summary>
public class SimulationTests
{
    /// <summary>Each call of one script fails once, in each way there is.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task WhicheverCallFailsNothingIsLostOrDoneTwice(int seed)
    {
        var counted = new CallFaults(_ => null);
        await SimulatedRun.RunAsync(seed, counted);
        foreach (var fault in Enum.GetValues<CallFault>())
        {
            for (var at = 1; at <= counted.Calls; at++)
            {
                var failing = at;
                await RunAsync($"seed {seed}, call {at} fails: {fault}", seed, new(call => call == failing ? fault : null));
            }
        }
    }

    /// <summary>Many calls fail, some of them one after the other.</summary>
    [Fact]
    public async Task HoweverManyCallsFailNothingIsLostOrDoneTwice()
    {
        for (var seed = 100; seed < 200; seed++)
        {
            var random = new Random(seed);
            var plan = Enumerable.Range(0, 10_000).Select(_ => random.Next(6) == 0 ? (CallFault?)random.Next(3) : null).ToArray();
            await RunAsync($"seed {seed}, a sixth of all calls fails", seed, new(call => plan[call % plan.Length]));
        }
    }

    private static async Task RunAsync(string what, int seed, CallFaults faults)
    {
        try
        {
            await SimulatedRun.RunAsync(seed, faults);
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"The run failed: {what}. {e.Message}", e);
        }
    }
}
