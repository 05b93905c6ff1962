using Stator.Http.Wire;
using Stator.Machines;
using Stator.Statecharts.Data;

namespace Stator.Http.Routes;

/// <summary>Short forms, so that commands written for XState on Restate run as they are.</summary>
internal static class ShortRoutes
{
    /// <summary>The body is <c>{"event": {…}}</c> or the event itself; the instance is created where it does not exist.</summary>
    public static async Task SendAsync(Call call)
    {
        var body = await RequestBody.ReadValueAsync(call.Http, call.Options.MaxRequestBytes).ConfigureAwait(false);
        var isInside = body.Kind == ValueKind.Object && body["event"].Kind == ValueKind.Object && body["type"].IsNull;
        var @event = isInside ? RequestValues.Event(body["event"], "/event") : RequestValues.Event(body);
        await EventRoutes.SendAsync(call, [@event], EventRoutes.PlainCreation(call)).ConfigureAwait(false);
    }

    /// <summary>The body is <c>{"condition": "done" or "hasTag:T", "timeout": ms}</c>.</summary>
    public static async Task WaitForAsync(Call call)
    {
        var body = await RequestBody.ReadValueAsync(call.Http, call.Options.MaxRequestBytes).ConfigureAwait(false);
        RequestValues.CheckMembers(body, ["condition", "timeout"], isOptional: false);
        var condition = (body["condition"].Kind == ValueKind.String ? WaitCondition.Parse(body["condition"].AsString) : null)
            ?? throw RequestValues.Invalid("'condition' must be \"done\", \"hasTag:NAME\" or \"state:NAME\".", "/condition");
        var timeout = body["timeout"] switch
        {
            { IsNull: true } => WaitRoutes.DefaultTimeout,
            { IsInt: true } ms when ms.AsInt is >= 0 and <= int.MaxValue => TimeSpan.FromMilliseconds(ms.AsInt),
            _ => throw RequestValues.Invalid($"'timeout' must be whole milliseconds from 0 to {int.MaxValue}.", "/timeout"),
        };
        await WaitRoutes.WaitAsync(call, condition, timeout).ConfigureAwait(false);
    }
}
