using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Stator.Machines;
using Stator.Machines.Tests.Support;
using Stator.Torture.Simulation;

namespace Stator.Dashboard.Tests.Support;

/// <summary>A server with what the dashboard needs, on a clock that the test moves.</summary>
internal sealed class DashboardHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private DashboardHost(WebApplication app, ManualTime time, string prefix)
    {
        _app = app;
        Time = time;
        Root = new($"{app.Urls.First()}{prefix}/");
        Http = new(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = Root };
    }

    /// <summary>What stands before all routes, with a slash at its end.</summary>
    public Uri Root { get; }

    public ManualTime Time { get; }

    public HttpClient Http { get; }

    public IMachineClient Client => _app.Services.GetRequiredService<IMachineClient>();

    public static async Task<DashboardHost> StartAsync(string prefix = "", Action<IServiceCollection>? services = null, params string[] charts)
    {
        var time = new ManualTime();
        var app = await TestServer.StartAsync(prefix, time: time, services: services);
        var host = new DashboardHost(app, time, prefix);
        foreach (var chart in charts)
        {
            var id = Statecharts.Data.Value.Parse(chart)["id"].AsString;
            await host.Client.Definitions.PublishAsync(id, Encoding.UTF8.GetBytes(chart));
        }

        return host;
    }

    /// <summary>Lets time pass, a second at a time, until something holds.</summary>
    public Task HoldsInTimeAsync(Func<Task<bool>> condition, string what) => Eventually.Holds(
        async () =>
        {
            Time.Advance(TimeSpan.FromSeconds(1));
            return await condition();
        },
        what);

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.DisposeAsync();
    }
}
