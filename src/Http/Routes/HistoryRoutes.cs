using Stator.Http.Wire;

namespace Stator.Http.Routes;

/// <summary><c>/machines/{machine}/{key}/history</c>: what an instance went through, a page at a time.</summary>
internal static class HistoryRoutes
{
    public static async Task PageAsync(Call call)
    {
        var request = call.Http.Request;
        var page = await call.Client.GetHistoryAsync(
            RequestValues.Address(call.Http), QueryValues.Whole(request, "after") ?? 0, QueryValues.Limit(request), call.Aborted).ConfigureAwait(false);
        await Responses.WriteAsync(call.Http, writer =>
        {
            writer.Raw("{\"turns\":["u8);
            for (var i = 0; i < page.Turns.Length; i++)
            {
                writer.Separate(i);
                TurnJson.Write(writer, page.Turns[i]);
            }

            writer.Raw("],\"next\":"u8);
            writer.WriteOrNull(page.Next);
            writer.Raw((byte)'}');
        }).ConfigureAwait(false);
    }
}
