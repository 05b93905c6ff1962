using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Stator.Embedded;
using Stator.Embedded.Hosting;
using Stator.Machines.Tests.Support;

namespace Stator.Machines.Tests.Definitions;

/// <summary>A folder of machines: published at the start and at each change, and reported where that cannot be.</summary>
public sealed class FolderTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("stator-test-").FullName;
    private readonly ListLoggerProvider _log = new();
    private IHost _host = null!;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task ChildrenArePublishedBeforeTheirParentsWhateverTheFilesAreCalled()
    {
        Write("a", Charts.Parent);
        Write("z", Charts.Ticker);
        await StartAsync();

        Assert.Equal(["parent", "ticker"], await PublishedAsync());
    }

    [Fact]
    public async Task AChangeToANewVersionIsPublished()
    {
        Write("counter", Charts.Counter);
        await StartAsync();
        Write("counter", Charts.Counter.Replace("\"version\": \"1\"", "\"version\": \"2\""));

        await Eventually.Holds(async () => (await PublishedAsync()).Count == 2, "the new version is published");
    }

    [Fact]
    public async Task AChangeWithoutANewVersionIsReportedAndHarmsNothing()
    {
        Write("counter", Charts.Counter);
        await StartAsync();
        Write("counter", Charts.Counter.Replace("busy", "calm"));

        await Eventually.Holds(() => _log.Has(LogLevel.Error, "another 'version'"), "the remedy is in the log");
        Write("ticker", Charts.Ticker);
        await Eventually.Holds(async () => (await PublishedAsync()).Contains("ticker"), "the next file is published");
    }

    [Fact]
    public async Task ABrokenFileIsReportedWithItsPlaces()
    {
        Write("broken", "{ \"id\": \"broken\", \"initial\": \"x\", \"states\": { \"a\": {} } }");
        Write("counter", Charts.Counter);
        await StartAsync();

        Assert.True(_log.Has(LogLevel.Error, "broken.machine.json:1:"));
        Assert.Equal(["counter"], await PublishedAsync());
    }

    private async Task StartAsync()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Logging.AddProvider(_log);
        builder.Services.AddMemoryStore().AddStator().AddDefinitionFolder(new DefinitionFolderOptions(_folder));
        _host = builder.Build();
        await _host.StartAsync();
    }

    private void Write(string name, string chart) => File.WriteAllText(Path.Combine(_folder, $"{name}.machine.json"), chart);

    private async Task<List<string>> PublishedAsync() =>
        [.. (await _host.Services.GetRequiredService<IMachineClient>().Definitions.ListAsync()).Select(d => d.Machine)];
}
