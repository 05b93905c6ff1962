using System.Net;
using Orleans.Runtime;
using Stator.Machines.Tests.Support;

namespace Stator.Grains.Tests.Postgres;

/// <summary>Who is in a cluster: what Orleans relies on when silos come and go.</summary>
[NeedsPostgres]
public sealed class MembershipTableTests : IAsyncLifetime
{
    private static readonly DateTime Now = new(2030, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private OrleansTables _tables = null!;
    private IMembershipTable _table = null!;

    public async Task InitializeAsync()
    {
        _tables = await OrleansTables.OpenAsync();
        _table = await _tables.OpenMembershipAsync("a");
    }

    public async Task DisposeAsync() => await _tables.DisposeAsync();

    [StoreFact]
    public async Task AClusterHasAVersionBeforeItHasMembers()
    {
        var again = await _tables.OpenMembershipAsync("a");
        Assert.True(await again.InsertRowAsync(Silo(1), (await VersionAsync()).Next()));
        await again.InitializeMembershipTableAsync(true);

        Assert.Equal(1, (await VersionAsync()).Version);
        Assert.Empty((await (await _tables.OpenMembershipAsync("b")).ReadAllAsync()).Members);
    }

    [StoreFact]
    public async Task AMemberIsReadAsItWasWritten()
    {
        var silo = Silo(1);
        await _table.InsertRowAsync(silo, (await VersionAsync()).Next());
        silo.Status = SiloStatus.Active;
        silo.AddSuspector(Silo(2).SiloAddress, Now.AddSeconds(3));
        silo.AddSuspector(Silo(3).SiloAddress, Now.AddSeconds(4));
        Assert.True(await UpdateAsync(silo));

        var read = Assert.Single((await _table.ReadRowAsync(silo.SiloAddress)).Members).Item1;
        Assert.Equal((silo.SiloAddress, "silo 1", "host", 30_001), (read.SiloAddress, read.SiloName, read.HostName, read.ProxyPort));
        Assert.Equal((SiloStatus.Active, Now, Now, DateTimeKind.Utc), (read.Status, read.StartTime, read.IAmAliveTime, read.IAmAliveTime.Kind));
        Assert.Equal(silo.SuspectTimes, read.SuspectTimes);
        Assert.Equal(2, (await VersionAsync()).Version);
        var unknown = await _table.ReadRowAsync(Silo(9).SiloAddress);
        Assert.Equal((0, 2), (unknown.Members.Count, unknown.Version.Version));
    }

    [StoreFact]
    public async Task WhoHasSeenAnOldVersionChangesNothing()
    {
        var old = await VersionAsync();
        await _table.InsertRowAsync(Silo(1), old.Next());
        Assert.False(await _table.InsertRowAsync(Silo(2), old.Next()));
        Assert.False(await _table.UpdateRowAsync(Silo(1, SiloStatus.Dead), old.VersionEtag, old.Next()));

        Assert.False(await _table.InsertRowAsync(Silo(1), (await VersionAsync()).Next()));
        Assert.False(await UpdateAsync(Silo(2)));
        var all = await _table.ReadAllAsync();
        Assert.Equal((1, SiloStatus.Joining), (all.Version.Version, Assert.Single(all.Members).Item1.Status));
    }

    [StoreFact]
    public async Task OfManyThatJoinOnOneVersionOneDoes()
    {
        var seen = await VersionAsync();
        var joined = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => _table.InsertRowAsync(Silo(i), seen.Next())));

        Assert.Single(joined, j => j);
        var all = await _table.ReadAllAsync();
        Assert.Equal((1, 1), (all.Version.Version, all.Members.Count));
    }

    [StoreFact]
    public async Task ThatItIsAliveChangesNothingElse()
    {
        await _table.InsertRowAsync(Silo(1), (await VersionAsync()).Next());
        var alive = Silo(1, SiloStatus.Dead);
        alive.IAmAliveTime = Now.AddMinutes(1);
        await _table.UpdateIAmAliveAsync(alive);

        var all = await _table.ReadAllAsync();
        var read = Assert.Single(all.Members).Item1;
        Assert.Equal((1, SiloStatus.Joining, Now.AddMinutes(1)), (all.Version.Version, read.Status, read.IAmAliveTime));
    }

    /// <summary>The provider finds them itself where it knows the text for one of them; else the text for all of them does.</summary>
    [StoreTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task TheLongDeadAreForgotten(bool knowsTheTextForOne)
    {
        if (!knowsTheTextForOne)
        {
            await _tables.RunAsync("DELETE FROM OrleansQuery WHERE QueryKey = 'CleanupDefunctSiloEntryKey'");
            _table = await _tables.OpenMembershipAsync("a");
        }

        var suspected = Silo(1, SiloStatus.Dead);
        suspected.AddSuspector(Silo(3).SiloAddress, Now.AddSeconds(1));
        var justDied = Silo(4, SiloStatus.Dead);
        justDied.IAmAliveTime = Now.AddHours(2);
        foreach (var silo in new[] { suspected, Silo(2, SiloStatus.Dead), Silo(3, SiloStatus.Active), justDied, Silo(5) })
        {
            await _table.InsertRowAsync(silo, (await VersionAsync()).Next());
            await UpdateAsync(silo);
        }

        await _table.CleanupDefunctSiloEntriesAsync(Now.AddHours(1));
        var all = await _table.ReadAllAsync();
        Assert.Equal(["silo 3", "silo 4", "silo 5"], all.Members.Select(m => m.Item1.SiloName).Order());
        Assert.Equal(10, all.Version.Version);
    }

    [StoreFact]
    public async Task ClientsAreToldOfTheGatewaysThatAreActive()
    {
        var without = Silo(3, SiloStatus.Active);
        without.ProxyPort = 0;
        foreach (var silo in new[] { Silo(1, SiloStatus.Active), Silo(2, SiloStatus.Dead), without })
        {
            await _table.InsertRowAsync(silo, (await VersionAsync()).Next());
        }

        Assert.Equal(30_001, Assert.Single(await _tables.GatewaysAsync("a")).Port);
        Assert.Empty(await _tables.GatewaysAsync("b"));
    }

    [StoreFact]
    public async Task AClusterIsForgottenWithoutTheOthers()
    {
        var other = await _tables.OpenMembershipAsync("b");
        await _table.InsertRowAsync(Silo(1), (await VersionAsync()).Next());
        await other.InsertRowAsync(Silo(1), (await other.ReadAllAsync()).Version.Next());
        await _table.DeleteMembershipTableEntriesAsync("a");
        await _table.InitializeMembershipTableAsync(true);

        Assert.Equal((0, 0), ((await _table.ReadAllAsync()).Members.Count, (await VersionAsync()).Version));
        Assert.Single((await other.ReadAllAsync()).Members);
    }

    private static MembershipEntry Silo(int number, SiloStatus status = SiloStatus.Joining) => new()
    {
        SiloAddress = SiloAddress.New(IPAddress.Loopback, 20_000 + number, number),
        SiloName = $"silo {number}",
        HostName = "host",
        ProxyPort = 30_000 + number,
        Status = status,
        StartTime = Now,
        IAmAliveTime = Now,
    };

    private async Task<TableVersion> VersionAsync() => (await _table.ReadAllAsync()).Version;

    /// <summary>The etag of a row is that of the whole table.</summary>
    private async Task<bool> UpdateAsync(MembershipEntry entry)
    {
        var seen = await VersionAsync();
        return await _table.UpdateRowAsync(entry, seen.VersionEtag, seen.Next());
    }
}
