using System.Text;
using Microsoft.AspNetCore.Http;
using Stator.Http.Routes;
using Stator.Http.Wire;

namespace Stator.Http.Metrics;

/// <summary><c>/metrics</c>: the figures of this host as Prometheus reads them.</summary>
internal static class MetricsRoutes
{
    public static Task WriteAsync(Call call) =>
        Responses.SendAsync(call.Http, StatusCodes.Status200OK, PrometheusText.ContentType, Encoding.UTF8.GetBytes(MetricsRegister.Text()));
}
