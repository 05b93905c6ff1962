using Orleans.Hosting;
using Stator.Grains.Tests.Support;
using Stator.Machines;
using Stator.Machines.Tests.Support;

namespace Stator.Grains.Tests.Clients;

/// <summary>How many may wait in a silo.</summary>
public sealed class WatcherTests
{
    [Fact]
    public async Task TooManyThatWaitAreRefused()
    {
        await using var silos = await TestSilos.StartAsync(
            1, Kept.InRows, new ManualTime(), configure: silo => silo.Configure<StatorOptions>(o => o.MaxWatchers = 1));
        await silos.PublishAsync(Charts.Counter);
        var address = new MachineAddress("counter", "k");
        await silos.Client.CreateAsync(address, new());
        using var first = new CancellationTokenSource();
        var waits = silos.Client.WaitAsync(address, WaitCondition.Done, TimeSpan.FromMinutes(1), first.Token);

        await Eventually.Holds(async () => await CodeAsync() == RequestFaultCode.Overloaded, "a second one is refused");
        await first.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waits);

        async Task<string> CodeAsync() =>
            (await Assert.ThrowsAsync<RequestRefusedException>(() => silos.Client.WaitAsync(address, WaitCondition.Done, TimeSpan.Zero))).Fault.Code;
    }
}
