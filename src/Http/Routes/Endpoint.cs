using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Stator.Http.Wire;
using Stator.Machines;

namespace Stator.Http.Routes;

/// <summary>What every route has around it: who may call, and what becomes of a refusal.</summary>
internal sealed partial class Endpoint(IMachineClient client, StatorOptions options, ILogger<Endpoint> logger)
{
    private readonly ILogger _logger = logger;

    public IMachineClient Client => client;

    public StatorOptions Options => options;

    /// <summary>Maps a route.</summary>
    /// <param name="routes">Where.</param>
    /// <param name="methods">Its methods.</param>
    /// <param name="pattern">Its path.</param>
    /// <param name="handle">What it does.</param>
    /// <param name="query">The query parameters it takes; any other one is refused.</param>
    public static void Map(
        IEndpointRouteBuilder routes, string[] methods, string pattern, Func<HttpContext, Endpoint, Task> handle, params string[] query)
    {
        // Made once, at the first request: the services are not complete while routes are mapped.
        Endpoint? endpoint = null;
        routes.MapMethods(pattern, methods, http => (endpoint ??= Create(http.RequestServices)).RunAsync(http, handle, query));
    }

    private static Endpoint Create(IServiceProvider services) => new(
        services.GetRequiredService<IMachineClient>(),
        services.GetRequiredService<IOptions<StatorOptions>>().Value,
        services.GetRequiredService<ILogger<Endpoint>>());

    private async Task RunAsync(HttpContext http, Func<HttpContext, Endpoint, Task> handle, string[] query)
    {
        try
        {
            if ((ListenAddresses.Refuse(http.Connection) ?? ForeignOrigins.Refuse(http.Request)) is { } refusal)
            {
                await Problems.WriteAsync(http, refusal).ConfigureAwait(false);
                return;
            }

            RequestValues.CheckQuery(http, query);
            await handle(http, this).ConfigureAwait(false);
        }
        catch (RequestRefusedException e)
        {
            await Problems.WriteAsync(http, e.Fault).ConfigureAwait(false);
        }
        catch (BadHttpRequestException e)
        {
            // The server's own limits: they are the same fault as ours.
            var code = e.StatusCode == StatusCodes.Status413PayloadTooLarge ? RequestFaultCode.LimitExceeded : RequestFaultCode.InvalidRequest;
            await Problems.WriteAsync(http, new(code, e.Message)).ConfigureAwait(false);
        }
        catch (Exception e) when (!http.Response.HasStarted && !http.RequestAborted.IsCancellationRequested)
        {
            LogFailed(http.Request.Method, http.Request.Path, e);
            await Problems.WriteAsync(http, new("internal_error", "The request failed; the log of the host says why. Nothing was answered before it was committed."))
                .ConfigureAwait(false);
        }
    }

    [LoggerMessage(100, LogLevel.Error, "{Method} {Path} failed")]
    private partial void LogFailed(string method, PathString path, Exception exception);
}
