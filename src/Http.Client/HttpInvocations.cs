using Stator.Http.Client.Calls;
using Stator.Machines;
using Stator.Statecharts.Data;

namespace Stator.Http.Client;

/// <summary>External invocations of a host elsewhere. The token names the request: one that was applied before is refused as <c>already_settled</c>.</summary>
internal sealed class HttpInvocations(HttpCalls calls) : IInvocationClient
{
    public Task<Receipt> CompleteAsync(string token, Value output, string? caller = null, CancellationToken cancellation = default) =>
        calls.SendAsync(new(HttpMethod.Post, Path(token, "complete")) { Body = ObjectValue.Of(("output", output)) }, ReceiptJson.Read, cancellation);

    public Task<Receipt> FailAsync(string token, Value error, string? caller = null, CancellationToken cancellation = default) =>
        calls.SendAsync(new(HttpMethod.Post, Path(token, "fail")) { IsNameless = true, Body = ObjectValue.Of(("error", error)) }, ReceiptJson.Read, cancellation);

    public Task HeartbeatAsync(string token, CancellationToken cancellation = default) =>
        calls.SendAsync(new(HttpMethod.Post, Path(token, "heartbeat")), _ => true, cancellation);

    private static string Path(string token, string verb) => $"invocations/{CallPath.Name("token", token)}:{verb}";
}
