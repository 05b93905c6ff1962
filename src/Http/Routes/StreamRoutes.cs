using System.Globalization;
using Microsoft.AspNetCore.Http;
using Stator.Http.Wire;
using Stator.Machines;

namespace Stator.Http.Routes;

/// <summary>
/// <c>/machines/{machine}/{key}/stream</c>: each turn as a server-sent event whose id is the turn's sequence, so that whoever lost the
/// connection goes on after <c>Last-Event-ID</c>. Turns are read one after the other as the reader takes them: nothing is queued for a slow one.
/// </summary>
internal static class StreamRoutes
{
    /// <summary>After so long without a turn a comment is sent, so that no proxy takes the connection for dead.</summary>
    private static readonly TimeSpan HeartbeatInterval = TimeSpan.FromSeconds(15);

    /// <summary>Bytes that may wait in the buffer while further turns are there already.</summary>
    private const int FlushBytes = 16 * 1024;

    public static async Task StreamAsync(Call call)
    {
        var address = RequestValues.Address(call.Http);
        var after = After(call.Http.Request);
        using var ends = WaitRoutes.Ends(call);

        // What is refused is refused before the answer begins.
        _ = await call.Client.GetHistoryAsync(address, after: 0, limit: 1, ends.Token).ConfigureAwait(false);
        var response = call.Http.Response;
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-store";
        response.Headers["X-Accel-Buffering"] = "no";
        try
        {
            await response.BodyWriter.FlushAsync(ends.Token).ConfigureAwait(false);
            await FollowAsync(call, address, after, ends.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (ends.IsCancellationRequested)
        {
            // The caller has gone away, or the host ends: so does the stream, and the caller goes on elsewhere after its last id.
            return;
        }
        catch (RequestRefusedException e)
        {
            TurnJson.WriteFault(response.BodyWriter, e.Fault);
            await response.BodyWriter.FlushAsync(CancellationToken.None).ConfigureAwait(false);
        }
    }

    private static async Task FollowAsync(Call call, MachineAddress address, long after, CancellationToken ends)
    {
        var body = call.Http.Response.BodyWriter;
        await using var turns = call.Client.WatchAsync(address, after, ends).GetAsyncEnumerator(ends);
        while (true)
        {
            var next = turns.MoveNextAsync();
            if (!next.IsCompleted)
            {
                await body.FlushAsync(ends).ConfigureAwait(false);
                next = new(HeartbeatsUntilAsync(call, next.AsTask(), ends));
            }

            if (!await next.ConfigureAwait(false))
            {
                await body.FlushAsync(ends).ConfigureAwait(false);
                return;
            }

            TurnJson.WriteEvent(body, turns.Current);
            if (body.UnflushedBytes > FlushBytes)
            {
                await body.FlushAsync(ends).ConfigureAwait(false);
            }
        }
    }

    private static async Task<bool> HeartbeatsUntilAsync(Call call, Task<bool> next, CancellationToken ends)
    {
        var body = call.Http.Response.BodyWriter;
        while (!next.IsCompleted)
        {
            using var beat = CancellationTokenSource.CreateLinkedTokenSource(ends);
            var pause = Task.Delay(HeartbeatInterval, call.Endpoint.Time, beat.Token);
            if (await Task.WhenAny(next, pause).ConfigureAwait(false) == pause && !ends.IsCancellationRequested)
            {
                TurnJson.WriteHeartbeat(body);
                await body.FlushAsync(ends).ConfigureAwait(false);
            }
            else if (ends.IsCancellationRequested)
            {
                break;
            }

            await beat.CancelAsync().ConfigureAwait(false);
        }

        return await next.ConfigureAwait(false);
    }

    private static long After(HttpRequest request) => request.Headers["Last-Event-ID"] switch
    {
        { Count: 0 } => 0,
        [{ } text] when long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var sequence) => sequence,
        _ => throw RequestValues.Invalid("'Last-Event-ID' must be the sequence of a turn, given once.", "Last-Event-ID"),
    };
}
