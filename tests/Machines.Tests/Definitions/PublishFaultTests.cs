using System.Text;
using Stator.Machines.Definitions;
using Stator.Machines.Services;
using Stator.Machines.Stores;
using Stator.Machines.Tests.Support;

namespace Stator.Machines.Tests.Definitions;

/// <summary>Publishing to a store that fails.</summary>
public sealed class PublishFaultTests : IDisposable
{
    private readonly FailingDefinitions _store = new();
    private readonly DefinitionCatalog _catalog;

    public PublishFaultTests() => _catalog = new(_store, new MemoryStore(), new ManualTime(), MachineCode.None);

    public void Dispose() => _catalog.Dispose();

    [Fact]
    public async Task AStoreThatIsAwayIsSaidToBeSo()
    {
        _store.FailsBefore = true;
        Assert.Equal("store_unavailable", (await RefusedAsync(Charts.Counter)).Code);
        Assert.True((await PublishAsync(Charts.Counter)).IsNew);
    }

    [Fact]
    public async Task AVersionThatWasReportedAsFailedIsFoundWhenItIsPublishedAgain()
    {
        _store.FailsAfter = true;
        Assert.Equal("store_unavailable", (await RefusedAsync(Charts.Counter)).Code);
        Assert.Equal("version_exists", (await RefusedAsync(Charts.Counter.Replace("busy", "calm"))).Code);
        Assert.False((await PublishAsync(Charts.Counter)).IsNew);
        Assert.Single(await _catalog.ListAsync());
    }

    [Fact]
    public async Task OfManyAtOnceOneIsNew()
    {
        var receipts = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => PublishAsync(Charts.Counter))));
        Assert.Single(receipts, r => r.IsNew);
    }

    private Task<PublishReceipt> PublishAsync(string chart) => _catalog.PublishAsync("counter", Encoding.UTF8.GetBytes(chart));

    private async Task<RequestFault> RefusedAsync(string chart) =>
        (await Assert.ThrowsAsync<RequestRefusedException>(() => PublishAsync(chart))).Fault;

    private sealed class FailingDefinitions : IDefinitionStore
    {
        private readonly IDefinitionStore _inner = new MemoryStore();

        public bool FailsBefore { get; set; }

        public bool FailsAfter { get; set; }

        public Task<IReadOnlyList<DefinitionRecord>> LoadAsync(CancellationToken cancellation) => _inner.LoadAsync(cancellation);

        public async Task<bool> TryAddAsync(DefinitionRecord definition, CancellationToken cancellation)
        {
            if (FailsBefore)
            {
                FailsBefore = false;
                throw new IOException("The disk is full.");
            }

            var isNew = await _inner.TryAddAsync(definition, cancellation);
            if (FailsAfter)
            {
                FailsAfter = false;
                throw new TimeoutException("Nothing was heard of it.");
            }

            return isNew;
        }
    }
}
