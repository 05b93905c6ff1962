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
        await SendAsync(call, [RequestValues.Event(body)], Creation(call)).ConfigureAwait(false);
    }

    public static async Task SendBatchAsync(Call call)
    {
        var body = await RequestBody.ReadValueAsync(call.Http, call.Options.MaxRequestBytes).ConfigureAwait(false);
        await SendAsync(call, RequestValues.Events(body), Creation(call)).ConfigureAwait(false);
    }

    /// <param name="call">The request.</param>
    /// <param name="events">Its events.</param>
    /// <param name="creation">What to create the instance with where it does not exist; null to refuse then.</param>
    public static Task SendAsync(Call call, ImmutableArray<Event> events, CreateRequest? creation)
    {
        var request = new SendRequest(events) { EventId = RequestValues.EventId(call.Http.Request), Caller = call.Caller, CreateWith = creation };
        return call.Http.Request.QueryString.HasValue && QueryValues.Condition(call.Http.Request, "wait") is { } condition
            ? SendAndWaitAsync(call, request, condition)
            : SendAsync(call, request);
    }

    /// <summary>A creation without input, in the name of the caller.</summary>
    public static CreateRequest PlainCreation(Call call) => call.Caller is null ? Plain : new() { Caller = call.Caller };

    private static readonly CreateRequest Plain = new();

    private static CreateRequest? Creation(Call call)
    {
        var request = call.Http.Request;
        if (!request.QueryString.HasValue)
        {
            return null;
        }

        var (version, input) = (QueryValues.Text(request, "version"), QueryValues.Json(request, "input"));
        if (QueryValues.Flag(request, "create"))
        {
            return PlainCreation(call) with { Version = version, Input = input };
        }

        return version is null && input.IsNull
            ? null
            : throw RequestValues.Invalid("'version' and 'input' are for the instance that the event creates: give create=true too.", version is null ? "?input" : "?version");
    }

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
