using Orleans.Runtime;
using Orleans.Runtime.Placement;
using Stator.Grains.Abstractions;
using Stator.Grains.Tests.Support;
using Stator.Machines;
using Stator.Machines.Tests.Support;
using Stator.Statecharts;

namespace Stator.Grains.Tests.Faults;

/// <summary>Instances that go to another silo in good order know all that they knew.</summary>
public sealed class MovedInstanceTests
{
    private static readonly MachineAddress[] Addresses = [.. Enumerable.Range(0, 20).Select(i => new MachineAddress("counter", $"k{i}"))];

    [Fact]
    public async Task EventsAreKnownAgainWhereASiloWasStopped()
    {
        await using var silos = await StartAsync(nameof(Kept.InRows));
        await SendToAllAsync(silos, isDuplicate: false);

        await silos.Cluster.StopSiloAsync(silos.SiloOf(Addresses[0]));

        await SendToAllAsync(silos, isDuplicate: true);
    }

    /// <summary>As Orleans moves them to where there is more room, or to whom they talk with most, where it was told to.</summary>
    [Theory]
    [InlineData(nameof(Kept.InRows))]
    [InlineData(nameof(Kept.Whole))]
    public async Task EventsAreKnownAgainByAnInstanceThatWasMoved(string kept)
    {
        await using var silos = await StartAsync(kept);
        await SendToAllAsync(silos, isDuplicate: false);
        foreach (var address in Addresses)
        {
            await MoveAsync(silos, address);
        }

        await SendToAllAsync(silos, isDuplicate: true);
    }

    private static async Task<TestSilos> StartAsync(string kept)
    {
        var silos = await TestSilos.StartAsync(3, Enum.Parse<Kept>(kept), new ManualTime());
        await silos.PublishAsync(Charts.Counter);
        return silos;
    }

    private static async Task SendToAllAsync(TestSilos silos, bool isDuplicate)
    {
        foreach (var address in Addresses)
        {
            var receipt = await silos.Client.SendAsync(address, new SendRequest(Event.Of("INC", ("by", 1))) { EventId = "first", CreateWith = new() });
            Assert.Equal((isDuplicate, 2), (receipt.IsDuplicate, receipt.Sequence));
        }
    }

    private static async Task MoveAsync(TestSilos silos, MachineAddress address)
    {
        var grain = silos.GrainOf(address);
        var elsewhere = silos.Cluster.Silos.First(s => s.SiloAddress != grain.Address.SiloAddress).SiloAddress;
        grain.Migrate(new() { [IPlacementDirector.PlacementHintKey] = elsewhere });
        await grain.Deactivated;
    }
}
