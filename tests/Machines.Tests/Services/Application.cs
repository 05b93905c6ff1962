using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Stator.Embedded;
using Stator.Machines.Tests.Support;
using Stator.Statecharts.Data;

namespace Stator.Machines.Tests.Services;

/// <summary>A host as an application has it: out of its container.</summary>
internal sealed class Application : IAsyncDisposable
{
    private readonly ServiceProvider _provider;

    private Application(ServiceProvider provider) => _provider = provider;

    public IServiceProvider Provider => _provider;

    public ManualTime Time => (ManualTime)_provider.GetRequiredService<TimeProvider>();

    public InstanceHost Host => _provider.GetRequiredService<InstanceHost>();

    public static async Task<Application> StartAsync(Action<IServiceCollection> add)
    {
        var services = new ServiceCollection().AddLogging().AddSingleton<TimeProvider>(new ManualTime()).AddMemoryStore();
        add(services);
        services.AddStator();
        var application = new Application(services.BuildServiceProvider(validateScopes: true));
        await application.Host.StartAsync();
        return application;
    }

    public Task<PublishReceipt> PublishAsync(string chart) => Host.Definitions.PublishAsync(Charts.Parse(chart).Id, Encoding.UTF8.GetBytes(chart));

    public async Task<Value> UntilAsync(string machine, string key, string state)
    {
        var snapshot = await Host.WaitAsync(new(machine, key), WaitCondition.State(state), TimeSpan.FromMinutes(1)).WaitAsync(TimeSpan.FromSeconds(30));
        return Value.Parse(snapshot.Snapshot.Span);
    }

    public async ValueTask DisposeAsync()
    {
        await Host.StopAsync();
        await _provider.DisposeAsync();
    }
}
