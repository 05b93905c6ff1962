using Microsoft.AspNetCore.Http;
using Stator.Http.Wire;

namespace Stator.Http.Routes;

/// <summary><c>/health</c>: whether the process runs, and whether it can serve.</summary>
internal static class HealthRoutes
{
    public static Task LiveAsync(Call call) =>
        Responses.SendAsync(call.Http, StatusCodes.Status200OK, "application/json", "{\"status\":\"live\"}"u8);

    public static async Task ReadyAsync(Call call)
    {
        await call.Client.CheckReadyAsync(call.Aborted).ConfigureAwait(false);
        await Responses.SendAsync(call.Http, StatusCodes.Status200OK, "application/json", "{\"status\":\"ready\"}"u8).ConfigureAwait(false);
    }
}
