using Stator.Machines.Tests.Support;
using Stator.Storage.Postgres;

namespace Stator.Machines.Tests.Processes;

/// <summary>What <c>stator serve</c> can be told about a PostgreSQL database that others use too.</summary>
[NeedsPostgres]
public sealed class StandbyTests : IAsyncLifetime
{
    private readonly HttpClient _client = new();
    private PostgresServer _server = null!;
    private string _database = "";

    public async Task InitializeAsync()
    {
        _server = await PostgresServer.Shared;
        _database = await _server.CreateDatabaseAsync();
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _server.DropDatabaseAsync(_database);
    }

    [StoreFact]
    public async Task AStandbyTakesOverWhenTheFirstHostIsGone()
    {
        using var first = Begin();
        var path = "/machines/light/hall";
        using var created = await _client.PostAsync(new Uri(await first.Url, path), null);
        Assert.True(created.IsSuccessStatusCode);

        using var standby = Begin("--standby");
        await Eventually.Holds(() => standby.Output.Contains("stands by", StringComparison.Ordinal), "the second host waits");
        Assert.False(standby.Url.IsCompleted);
        await first.KillAsync();

        Assert.Contains("\"key\":\"hall\"", await _client.GetStringAsync(new Uri(await standby.Url.WaitAsync(TimeSpan.FromSeconds(60)), path)), StringComparison.Ordinal);
    }

    [StoreFact]
    public async Task AStandbyThatIsToldToEndDoes()
    {
        using var first = Begin();
        await first.Url;
        using var standby = Begin("--standby");
        await Eventually.Holds(() => standby.Output.Contains("stands by", StringComparison.Ordinal), "the second host waits");

        Assert.Equal(0, await standby.TerminateAsync());
        Assert.DoesNotContain("Exception", standby.Output, StringComparison.Ordinal);
    }

    [StoreFact]
    public async Task WithoutMigrationTablesThatLackSomethingAreLeftAsTheyAre()
    {
        using (var refused = Begin("--no-migrate"))
        {
            Assert.Equal(2, await refused.ExitAsync());
            Assert.Contains("Run: stator db migrate", refused.Output, StringComparison.Ordinal);
        }

        Assert.NotEmpty(await PostgresMigrations.PendingAsync(_database));
        await PostgresMigrations.ApplyAsync(_database);
        using var served = Begin("--no-migrate");
        await served.Url.WaitAsync(TimeSpan.FromSeconds(60));
    }

    private ServeProcess Begin(params string[] flags) => ServeProcess.Begin(
        ["dotnet", Path.Combine(AppContext.BaseDirectory, "stator.dll")],
        ["--store", "postgres", "--connection", _database, "--urls", "http://127.0.0.1:0", .. flags]);
}
