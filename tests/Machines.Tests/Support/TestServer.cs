using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Stator.Embedded;
using Stator.Http;

namespace Stator.Machines.Tests.Support;

/// <summary>The HTTP interface on a real server, over a host in memory.</summary>
internal static class TestServer
{
    /// <param name="prefix">What stands before all routes.</param>
    /// <param name="configure">The host's settings.</param>
    /// <param name="time">The host's clock, if it is not the machine's.</param>
    /// <param name="services">Adds what the host finds among its services.</param>
    /// <param name="before">Adds what comes before the routes.</param>
    public static async Task<WebApplication> StartAsync(
        string prefix = "", Action<StatorOptions>? configure = null, TimeProvider? time = null, Action<IServiceCollection>? services = null,
        Action<IApplicationBuilder>? before = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore().AddSingleton(time ?? TimeProvider.System).AddMemoryStore().AddStator(configure);
        services?.Invoke(builder.Services);
        var app = builder.Build();
        app.UseStatorProblems();
        before?.Invoke(app);
        app.MapStator(prefix);
        await app.StartAsync();
        return app;
    }
}
