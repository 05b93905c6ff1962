using Stator.Machines.Stores;

namespace Stator.Machines.Tests.Stores;

public sealed class MemoryStoreTests : SharedStoreConformance
{
    private readonly MemoryStore _store = new();

    protected override IDurableStore Store => _store;

    public override Task InitializeAsync() => Task.CompletedTask;

    public override Task DisposeAsync() => Task.CompletedTask;

    /// <summary>Nothing of it survives, so it stays open.</summary>
    protected override Task ReopenAsync() => Task.CompletedTask;

    protected override IDurableStore OpenAnother() => new MemoryStore(_store);

    protected override async Task<IDurableStore> TakeOverAsync(string owner)
    {
        _store.Dispose();
        var another = OpenAnother();
        await another.TakeOwnershipAsync(owner, default);
        return another;
    }
}
