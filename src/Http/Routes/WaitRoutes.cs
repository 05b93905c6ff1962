using Stator.Http.Wire;
using Stator.Machines;

namespace Stator.Http.Routes;

/// <summary><c>/machines/{machine}/{key}/wait</c>: a long poll.</summary>
internal static class WaitRoutes
{
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(30);

    public static Task WaitAsync(Call call)
    {
        var condition = QueryValues.Condition(call.Http.Request, "for")
            ?? throw RequestValues.Invalid("Say what to wait for: ?for=done, ?for=tag:NAME or ?for=state:NAME.", "?for");
        return WaitAsync(call, condition, QueryValues.Duration(call.Http.Request, "timeout", DefaultTimeout));
    }

    public static async Task WaitAsync(Call call, WaitCondition condition, TimeSpan timeout)
    {
        using var ends = Ends(call);
        var snapshot = await call.Client.WaitAsync(RequestValues.Address(call.Http), condition, timeout, ends.Token).ConfigureAwait(false);
        await Responses.WriteAsync(call.Http, snapshot).ConfigureAwait(false);
    }

    /// <summary>When it makes no sense to wait any longer: the caller has gone away, or the host shuts down.</summary>
    public static CancellationTokenSource Ends(Call call) => CancellationTokenSource.CreateLinkedTokenSource(call.Aborted, call.Endpoint.Stopping);

    public static RequestFault Stopping() => new(
        RequestFaultCode.Stopping, "The host is shutting down and waits no longer. What was sent is applied; send it again under the same event id, or wait again, when it is back.");
}
