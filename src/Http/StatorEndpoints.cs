using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Stator.Http.Metrics;
using Stator.Http.Routes;

namespace Stator.Http;

/// <summary>Puts Stator's HTTP interface into an application.</summary>
public static class StatorEndpoints
{
    /// <summary>
    /// Maps all routes of the interface. They serve callers on this machine only, and refuse a request that came in on another address, until
    /// <c>AddStatorSecurity</c> says who may call. From here on figures are gathered for <c>/metrics</c>.
    /// </summary>
    public static RouteGroupBuilder MapStator(this IEndpointRouteBuilder endpoints, string prefix = "")
    {
        MetricsRegister.Start();
        var group = endpoints.MapGroup(prefix);
        Endpoint.Map(group);
        return group;
    }

    /// <summary>Answers requests that no route takes as refusals are answered: with a problem that has a code and says what there is.</summary>
    public static IApplicationBuilder UseStatorProblems(this IApplicationBuilder app) => app.UseStatusCodePages(
        pages => UnknownRoutes.AnswerAsync(pages.HttpContext));
}
