using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Stator.Checking.Evidence;
using Stator.Statecharts.Data;

namespace Stator.Torture.Processes;

/// <summary>
/// The bank: notes every call under the name it came with, and pays; or does not answer well, every now and then. It lives in this
/// process, so its notes outlive the processes that call it.
/// </summary>
internal sealed class ChargeEndpoint : IAsyncDisposable
{
    private readonly WebApplication _app;
    private long _calls;

    private ChargeEndpoint(WebApplication app) => _app = app;

    public Uri Url => new(new Uri(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()), "/charge");

    public long Calls => Volatile.Read(ref _calls);

    public static async Task<ChargeEndpoint> StartAsync(JournalWriter journal, int seed)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var endpoint = new ChargeEndpoint(builder.Build());
        endpoint._app.Run(http => endpoint.AnswerAsync(http, journal, seed));
        await endpoint._app.StartAsync().ConfigureAwait(false);
        return endpoint;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext http, JournalWriter journal, int seed)
    {
        using var reader = new StreamReader(http.Request.Body);
        var input = Value.Parse(await reader.ReadToEndAsync(http.RequestAborted).ConfigureAwait(false));
        var invocation = http.Request.Headers["Idempotency-Key"].ToString();
        var number = Interlocked.Increment(ref _calls);
        journal.Write(new Called(invocation, 0, input));

        // How it answers is decided by the seed and by which call it is.
        switch (new Random((int)(((seed * 31L) + number) % int.MaxValue)).Next(10))
        {
            case 0:
                http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
                return;
            case 1:
                http.Abort();
                return;
            default:
                Value output = ObjectValue.Of(("paid", 1));
                journal.Write(new Yielded(invocation, output));
                http.Response.ContentType = "application/json";
                await http.Response.WriteAsync(output.ToString(), http.RequestAborted).ConfigureAwait(false);
                return;
        }
    }
}
