using Stator.Grains.Tests.Support;
using Stator.Machines;
using Stator.Machines.Tests.Support;
using Stator.Statecharts;
using Stator.Torture.Simulation;

namespace Stator.Grains.Tests.Clients;

/// <summary>What instances send each other.</summary>
public sealed class EffectTests
{
    /// <summary>Wherever instances are kept: a table that only grows would do so for as long as the cluster lives.</summary>
    [Theory]
    [InlineData(nameof(Kept.InRows))]
    [InlineData(nameof(Kept.Whole))]
    public async Task WhatWasPerformedIsLeftNowhere(string kept)
    {
        await using var silos = await TestSilos.StartAsync(1, Enum.Parse<Kept>(kept), new ManualTime());
        await silos.PublishAsync(Charts.Counter);
        await silos.PublishAsync(Charts.Teller);
        var (teller, counter) = (new MachineAddress("teller", "t"), new MachineAddress("counter", "c"));
        await silos.Client.CreateAsync(counter, new());
        await silos.Client.CreateAsync(teller, new());
        await silos.Client.SendAsync(teller, new(Event.Of("TELL", ("key", "c"))));

        await Eventually.Holds(async () => (await silos.Client.GetSnapshotAsync(counter)).Sequence == 2, "it has arrived");

        // Whoever reads the history has the turns brought to the tables.
        Assert.Equal(2, (await silos.Client.GetHistoryAsync(teller)).Turns.Length);
        await Eventually.Holds(async () => (await silos.Store.LoadOutboxAsync(0, 1, default)).Count == 0, "nothing is left");
    }
}
