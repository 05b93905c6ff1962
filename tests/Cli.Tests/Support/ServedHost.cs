using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Stator.Embedded;
using Stator.Http;
using Stator.Http.Security;
using Stator.Machines;
using Stator.Machines.Tests.Support;

namespace Stator.Cli.Tests.Support;

/// <summary>A host that the tool can ask, on a real server and on a clock that the test moves. It has the samples.</summary>
internal sealed class ServedHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ServedHost(WebApplication app, ManualTime time)
    {
        _app = app;
        Time = time;
    }

    public ManualTime Time { get; }

    public string Url => _app.Urls.First();

    public IMachineClient Client => _app.Services.GetRequiredService<IMachineClient>();

    public static async Task<ServedHost> StartAsync(params ApiKey[] keys)
    {
        var time = new ManualTime();
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton<TimeProvider>(time).AddRoutingCore().AddMemoryStore().AddStator(o => o.MaxAttemptsWithoutCaller = 1);
        if (keys.Length > 0)
        {
            builder.Services.AddStatorSecurity(o => Array.ForEach(keys, o.Keys.Add));
        }

        var app = builder.Build();
        app.UseStatorProblems();
        app.MapStator();
        await app.StartAsync();
        var host = new ServedHost(app, time);
        foreach (var file in Directory.EnumerateFiles(Repository.PathOf("samples"), "*.machine.json"))
        {
            var name = Path.GetFileName(file);
            await host.Client.Definitions.PublishAsync(name[..name.IndexOf('.', StringComparison.Ordinal)], await File.ReadAllBytesAsync(file));
        }

        return host;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
