using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Stator.Http.Security;
using Stator.Http.Wire;
using Stator.Machines;

namespace Stator.Http.Routes;

/// <summary>What every route has around it: who may call, and what becomes of a refusal.</summary>
internal sealed partial class Endpoint(IMachineClient client, StatorOptions options, IGate gate, TimeProvider time, CancellationToken stopping, ILogger<Endpoint> logger)
{
    private readonly ILogger _logger = logger;

    public IMachineClient Client => client;

    public StatorOptions Options => options;

    public TimeProvider Time => time;

    /// <summary>Ends when the host shuts down, and has drained where it does: nobody is kept waiting then.</summary>
    public CancellationToken Stopping => stopping;

    /// <summary>Maps all routes.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        // Made once, at the first request: the services are not complete while routes are mapped.
        Endpoint? endpoint = null;
        foreach (var route in RouteTable.All)
        {
            routes.MapMethods(route.Pattern, route.MethodList, http => (endpoint ??= Create(http.RequestServices)).RunAsync(http, route)).WithMetadata(route);
        }
    }

    private static Endpoint Create(IServiceProvider services) => new(
        services.GetRequiredService<IMachineClient>(),
        services.GetRequiredService<IOptions<StatorOptions>>().Value,
        services.GetService<IGate>() ?? new LoopbackGate(),
        services.GetService<TimeProvider>() ?? TimeProvider.System,
        services.GetService<EndOfService>()?.Token ?? services.GetService<IHostApplicationLifetime>()?.ApplicationStopping ?? CancellationToken.None,
        services.GetRequiredService<ILogger<Endpoint>>());

    private async Task RunAsync(HttpContext http, Route route)
    {
        try
        {
            var admission = await gate.AdmitAsync(http, route.Role).ConfigureAwait(false);
            if (admission.Refusal is { } refusal)
            {
                await Problems.WriteAsync(http, refusal, admission.Status).ConfigureAwait(false);
                return;
            }

            QueryValues.Check(http.Request, route);
            await route.Handle(new(http, this, admission.Caller)).ConfigureAwait(false);
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
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            LogGone(http.Request.Method, http.Request.Path);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested && !http.Response.HasStarted)
        {
            await Problems.WriteAsync(http, WaitRoutes.Stopping()).ConfigureAwait(false);
        }
        catch (Exception e) when (!http.Response.HasStarted && !http.RequestAborted.IsCancellationRequested)
        {
            LogFailed(http.Request.Method, http.Request.Path, e);
            await Problems.WriteAsync(http, new(RequestFaultCode.InternalError, "The request failed; the log of the host says why. Nothing was answered before it was committed."))
                .ConfigureAwait(false);
        }
    }

    [LoggerMessage(100, LogLevel.Error, "{Method} {Path} failed")]
    private partial void LogFailed(string method, PathString path, Exception exception);

    [LoggerMessage(101, LogLevel.Debug, "{Method} {Path}: the caller has gone away")]
    private partial void LogGone(string method, PathString path);
}
