using Stator.Http.Client;
using Stator.Machines.Tests.Http;

namespace Stator.Machines.Tests.Clients;

/// <summary>A host behind HTTP, on a real server.</summary>
public sealed class OverHttpTests : ClientBehaviour
{
    private HttpHost _host = null!;

    public override async Task DisposeAsync()
    {
        ((StatorHttpClient)Client).Dispose();
        await _host.DisposeAsync();
    }

    protected override async Task StartAsync()
    {
        _host = await HttpHost.StartAsync(time: Time);
        Client = new StatorHttpClient(new() { Url = _host.Url });
    }
}
