using Stator.Machines.Stores;

namespace Stator.Machines.Tests.Stores;

public sealed class MemoryStoreTests : StoreConformance
{
    private readonly MemoryStore _store = new();

    protected override IDurableStore Store => _store;

    /// <summary>Nothing of it survives, so it stays open.</summary>
    protected override void Reopen()
    {
    }

    public override void Dispose()
    {
    }
}
