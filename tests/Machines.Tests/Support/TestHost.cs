using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Stator.Embedded;
using Stator.Machines.Stores;
using Stator.Statecharts.Data;

namespace Stator.Machines.Tests.Support;

/// <summary>A host on a clock that the test moves, and on a store that outlives it.</summary>
internal sealed class TestHost : IAsyncDisposable
{
    private bool _isStopped;

    private TestHost(MemoryStore memory, FaultyStore store, ManualTime time, StatorOptions options)
    {
        Memory = memory;
        Store = store;
        Time = time;
        Host = new(store, options, time, NullLoggerFactory.Instance);
    }

    public MemoryStore Memory { get; }

    public FaultyStore Store { get; }

    public ManualTime Time { get; }

    public InstanceHost Host { get; }

    public static async Task<TestHost> StartAsync(params string[] charts)
    {
        var host = await StartAsync(new MemoryStore(), new ManualTime(), new());
        foreach (var chart in charts)
        {
            await host.PublishAsync(chart);
        }

        return host;
    }

    public static async Task<TestHost> StartAsync(MemoryStore memory, ManualTime time, StatorOptions options)
    {
        var host = new TestHost(memory, new(memory), time, options);
        await host.Host.StartAsync();
        return host;
    }

    /// <summary>The same store under a new host, as after a crash: the old one is not asked to end.</summary>
    public Task<TestHost> RestartAsync(TimeSpan away = default)
    {
        var later = new ManualTime(Time.GetUtcNow());
        later.Advance(away);
        return StartAsync(Memory, later, new());
    }

    public Task<PublishReceipt> PublishAsync(string chart) =>
        Host.Definitions.PublishAsync(Charts.Parse(chart).Id, Encoding.UTF8.GetBytes(chart));

    public async Task<Value> SnapshotAsync(string machine, string key) => Value.Parse((await Host.GetSnapshotAsync(new(machine, key))).Snapshot.Span);

    public async Task<Value> ContextAsync(string machine, string key) => (await SnapshotAsync(machine, key))["context"];

    public async Task<RequestFault> RefusedAsync(Func<InstanceHost, Task> call) => (await Assert.ThrowsAsync<RequestRefusedException>(() => call(Host))).Fault;

    public async ValueTask DisposeAsync()
    {
        if (!_isStopped)
        {
            _isStopped = true;
            await Host.StopAsync();
            Host.Dispose();
        }
    }
}
