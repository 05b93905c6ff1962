using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;

namespace Stator.Silo;

/// <summary>
/// Lets a proxy find out that the silo is about to end before it does: <c>/health/ready</c> says no, and all else is served a while longer.
/// </summary>
internal sealed class Draining(TimeSpan patience) : IHostedLifecycleService, IDisposable
{
    private readonly CancellationTokenSource _over = new();
    private volatile bool _isDraining;

    /// <summary>Ends after the pause: until then who waits or follows is served too.</summary>
    public CancellationToken Over => _over.Token;

    /// <summary>A step of the request pipeline.</summary>
    public Task AnswerAsync(HttpContext http, RequestDelegate next)
    {
        if (!_isDraining || http.Request.Path != "/health/ready")
        {
            return next(http);
        }

        http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        http.Response.ContentType = "application/json";
        return http.Response.WriteAsync("{\"status\":\"draining\"}", http.RequestAborted);
    }

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        _isDraining = true;
        try
        {
            await Task.Delay(patience, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await _over.CancelAsync().ConfigureAwait(false);
        }
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _over.Dispose();
}
