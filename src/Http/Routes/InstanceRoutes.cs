using Microsoft.AspNetCore.Http;
using Stator.Http.Wire;

namespace Stator.Http.Routes;

/// <summary><c>/machines/{machine}/{key}</c>: instances are created, looked at, edited and disposed of.</summary>
internal static class InstanceRoutes
{
    public static async Task CreateAsync(Call call)
    {
        var address = RequestValues.Address(call.Http);
        var body = await RequestBody.ReadValueAsync(call.Http, call.Options.MaxRequestBytes).ConfigureAwait(false);
        var request = RequestValues.Create(body) with { EventId = RequestValues.EventId(call.Http.Request), Caller = call.Caller };
        var receipt = await call.Client.CreateAsync(address, request).ConfigureAwait(false);
        call.Http.Response.Headers.Location = $"/machines/{Uri.EscapeDataString(address.Machine)}/{Uri.EscapeDataString(address.Key)}";
        await Responses.WriteAsync(call.Http, receipt, StatusCodes.Status201Created).ConfigureAwait(false);
    }

    public static async Task GetAsync(Call call)
    {
        var sequence = QueryValues.Whole(call.Http.Request, "at");
        var snapshot = await call.Client.GetSnapshotAsync(RequestValues.Address(call.Http), sequence, call.Aborted).ConfigureAwait(false);
        await Responses.WriteAsync(call.Http, snapshot).ConfigureAwait(false);
    }

    public static async Task EditAsync(Call call)
    {
        var body = await RequestBody.ReadValueAsync(call.Http, call.Options.MaxRequestBytes).ConfigureAwait(false);
        var edit = RequestValues.Edit(body, call.Caller) with { EventId = RequestValues.EventId(call.Http.Request) };
        var receipt = await call.Client.EditContextAsync(RequestValues.Address(call.Http), edit).ConfigureAwait(false);
        await Responses.WriteAsync(call.Http, receipt).ConfigureAwait(false);
    }

    public static async Task RemoveAsync(Call call)
    {
        await call.Client.RemoveAsync(RequestValues.Address(call.Http), call.Caller).ConfigureAwait(false);
        call.Http.Response.StatusCode = StatusCodes.Status204NoContent;
    }
}
