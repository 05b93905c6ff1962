using Stator.Machines.Stores;
using Stator.Machines.Tests.Support;

namespace Stator.Machines.Tests.Clients;

/// <summary>The host itself.</summary>
public sealed class InProcessTests : ClientBehaviour
{
    private TestHost _host = null!;

    public override async Task DisposeAsync() => await _host.DisposeAsync();

    protected override async Task StartAsync()
    {
        _host = await TestHost.StartAsync(new MemoryStore(), Time, new());
        Client = _host.Host;
    }
}
