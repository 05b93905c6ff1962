using Stator.Machines;
using Stator.Machines.Instances;
using Stator.Machines.Stores;
using Stator.Statecharts;
using Stator.Statecharts.Data;

namespace Stator.Bench.Durable;

/// <summary>
/// Fills a store with instances that look as if they had been created one by one: each is decided as a host decides it, with a time of
/// our choice, and committed in large batches.
/// </summary>
internal static class Seed
{
    private const int PerTransaction = 5_000;

    /// <summary>Some instances that wait for a timer of theirs, due within a day but not in the next hour, among others that wait for events.</summary>
    public static async Task<object> RunAsync(Arguments arguments)
    {
        var (instances, timers) = (arguments.Count("--instances", 0), arguments.Count("--timers", 0));
        var (counter, alarm) = await DefinitionsAsync(arguments).ConfigureAwait(false);
        var now = DateTimeOffset.UtcNow;
        var store = Host.Open(arguments);
        await CommitAsync(store, Enumerable.Range(0, instances).Select(i => i < timers
            ? Alarm(alarm, i, now, TimeSpan.FromHours(1) + (TimeSpan.FromHours(23) * i / timers))
            : Counter(counter, i, now))).ConfigureAwait(false);
        await Host.CloseAsync(store).ConfigureAwait(false);
        return new { Instances = instances, Timers = timers };
    }

    /// <summary>The machines, published in the store by a host that is gone again.</summary>
    public static async Task<(MachineDefinition Counter, MachineDefinition Alarm)> DefinitionsAsync(Arguments arguments)
    {
        var host = await Host.StartAsync(arguments).ConfigureAwait(false);
        await using var disposal = host.ConfigureAwait(false);
        var counter = await host.Instances.Definitions.GetAsync("counter").ConfigureAwait(false);
        var alarm = await host.Instances.Definitions.GetAsync("alarm").ConfigureAwait(false);
        return (counter.Definition(), alarm.Definition());
    }

    /// <summary>An instance that waits for events.</summary>
    public static InstanceCommit Counter(MachineDefinition definition, int number, DateTimeOffset now) => Created(
        new("counter", $"k{number}"), new(definition, default, null), now);

    /// <summary>An instance whose timer falls due so long after a time.</summary>
    public static InstanceCommit Alarm(MachineDefinition definition, int number, DateTimeOffset now, TimeSpan delay) => Created(
        new("alarm", $"a{number}"), new(definition, ObjectValue.Of(("delayMs", (long)delay.TotalMilliseconds)), null), now);

    public static async Task CommitAsync(IDurableStore store, IEnumerable<InstanceCommit> commits)
    {
        foreach (var batch in commits.Chunk(PerTransaction))
        {
            var outcomes = await store.CommitAsync(batch, CancellationToken.None).ConfigureAwait(false);
            if (outcomes.Any(o => o != CommitOutcome.Committed))
            {
                throw new InvalidOperationException("Some of these instances exist already; seed an empty store.");
            }
        }
    }

    private static InstanceCommit Created(MachineAddress address, StartInstance start, DateTimeOffset now) =>
        Turn.Decide(address, null, [start], now, new(), TurnConditions.None).Commit!;
}
