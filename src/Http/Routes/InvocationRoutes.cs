using Microsoft.AspNetCore.Http;
using Stator.Http.Wire;
using Stator.Statecharts.Data;

namespace Stator.Http.Routes;

/// <summary><c>/invocations/{token}</c>: invocations of <c>external</c> are settled by whoever was given their token.</summary>
internal static class InvocationRoutes
{
    public static async Task CompleteAsync(Call call)
    {
        var output = await ReadAsync(call, "output").ConfigureAwait(false);
        var receipt = await call.Client.Invocations.CompleteAsync(Token(call), output, call.Caller).ConfigureAwait(false);
        await Responses.WriteAsync(call.Http, receipt).ConfigureAwait(false);
    }

    public static async Task FailAsync(Call call)
    {
        var error = await ReadAsync(call, "error").ConfigureAwait(false);
        var receipt = await call.Client.Invocations.FailAsync(Token(call), error, call.Caller).ConfigureAwait(false);
        await Responses.WriteAsync(call.Http, receipt).ConfigureAwait(false);
    }

    public static async Task HeartbeatAsync(Call call)
    {
        await call.Client.Invocations.HeartbeatAsync(Token(call), call.Aborted).ConfigureAwait(false);
        await Responses.SendAsync(call.Http, StatusCodes.Status200OK, "application/json", "{}"u8).ConfigureAwait(false);
    }

    private static string Token(Call call) => RequestValues.Route(call.Http, "token");

    /// <summary>The one member of the body; null where there is no body at all.</summary>
    private static async Task<Value> ReadAsync(Call call, string member)
    {
        var body = await RequestBody.ReadValueAsync(call.Http, call.Options.MaxRequestBytes).ConfigureAwait(false);
        RequestValues.CheckMembers(body, [member], isOptional: true);
        return body[member];
    }
}
