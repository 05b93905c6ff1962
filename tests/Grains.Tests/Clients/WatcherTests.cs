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
        using var enough = new CancellationTokenSource();
        Task[] waits = [WaitAsync(), WaitAsync()];

        var refused = await Task.WhenAny(waits).WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(RequestFaultCode.Overloaded, (await Assert.ThrowsAsync<RequestRefusedException>(() => refused)).Fault.Code);
        await enough.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waits.Single(w => w != refused));

        Task WaitAsync() => silos.Client.WaitAsync(address, WaitCondition.Done, TimeSpan.FromMinutes(1), enough.Token);
    }
}
