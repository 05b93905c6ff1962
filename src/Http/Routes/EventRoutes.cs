using System.Collections.Immutable;
using Stator.Http.Wire;
using Stator.Machines;
using Stator.Statecharts;

namespace Stator.Http.Routes;

/// <summary><c>/machines/{machine}/{key}/events</c>: events are sent, one or several. <c>Idempotency-Key</c> names the request.</summary>
internal static class EventRoutes
{
    public static async Task SendAsync(Call call)
    {
        var body = await RequestBody.ReadValueAsync(call.Http, call.Options.MaxRequestBytes).ConfigureAwait(false);
        await SendAsync(call, [RequestValues.Event(body)], QueryValues.Flag(call.Http.Request, "create")).ConfigureAwait(false);
    }

    public static async Task SendBatchAsync(Call call)
    {
        var body = await RequestBody.ReadValueAsync(call.Http, call.Options.MaxRequestBytes).ConfigureAwait(false);
        await SendAsync(call, RequestValues.Events(body), QueryValues.Flag(call.Http.Request, "create")).ConfigureAwait(false);
    }

    public static Task SendAsync(Call call, ImmutableArray<Event> events, bool creates)
    {
        var request = new SendRequest(events)
        {
            EventId = RequestValues.EventId(call.Http.Request),
            Caller = call.Caller,
            CreateWith = creates ? call.Caller is null ? PlainCreation : new CreateRequest { Caller = call.Caller } : null,
        };
        return call.Http.Request.QueryString.HasValue && QueryValues.Condition(call.Http.Request, "wait") is { } condition
            ? SendAndWaitAsync(call, request, condition)
            : SendAsync(call, request);
    }

    private static readonly CreateRequest PlainCreation = new();

    /// <summary>Not cancelled with the connection: an event that was taken over applies all the same, so its answer is waited for.</summary>
    private static async Task SendAsync(Call call, SendRequest request)
    {
        var receipt = await call.Client.SendAsync(RequestValues.Address(call.Http), request).ConfigureAwait(false);
        await Responses.WriteAsync(call.Http, receipt).ConfigureAwait(false);
    }

    private static async Task SendAndWaitAsync(Call call, SendRequest request, WaitCondition condition)
    {
        using var ends = WaitRoutes.Ends(call);
        var waiting = request with { WaitFor = condition, WaitTimeout = QueryValues.Duration(call.Http.Request, "timeout", WaitRoutes.DefaultTimeout) };
        var receipt = await call.Client.SendAsync(RequestValues.Address(call.Http), waiting, ends.Token).ConfigureAwait(false);
        await Responses.WriteAsync(call.Http, receipt).ConfigureAwait(false);
    }
}
