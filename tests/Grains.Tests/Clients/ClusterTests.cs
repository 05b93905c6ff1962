using Stator.Grains.Tests.Support;
using Stator.Machines.Tests.Clients;

namespace Stator.Grains.Tests.Clients;

/// <summary>The behaviour suite of the embedded host, on a cluster.</summary>
public abstract class ClusterTests : ClientBehaviour
{
    private TestSilos _silos = null!;

    private protected abstract (short Silos, Kept Kept) Shape { get; }

    public override async Task DisposeAsync() => await _silos.DisposeAsync();

    protected override async Task StartAsync()
    {
        _silos = await TestSilos.StartAsync(Shape.Silos, Shape.Kept, Time);
        Client = _silos.Client;
    }
}

/// <summary>Two silos, whose storage keeps rows.</summary>
public sealed class TwoSilosTests : ClusterTests
{
    private protected override (short Silos, Kept Kept) Shape => (2, Kept.InRows);
}

/// <summary>Three of them.</summary>
public sealed class ThreeSilosTests : ClusterTests
{
    private protected override (short Silos, Kept Kept) Shape => (3, Kept.InRows);
}

/// <summary>Two silos on a storage that knows nothing of Stator.</summary>
public sealed class TwoSilosOnAnyStorageTests : ClusterTests
{
    private protected override (short Silos, Kept Kept) Shape => (2, Kept.Whole);
}
