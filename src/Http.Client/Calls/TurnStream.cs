using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Stator.Http.Client.Wire;
using Stator.Machines;

namespace Stator.Http.Client.Calls;

/// <summary>
/// The turns of an instance as server-sent events (WHATWG HTML, 9.2). A connection that breaks, or ends because its host does, is opened again after the last turn that
/// came through it: none is lost, and none comes twice.
/// </summary>
internal static class TurnStream
{
    /// <summary>Three heartbeats of the host: whoever is silent for longer is not there any more.</summary>
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(45);

    public static async IAsyncEnumerable<HistoryTurn> FollowAsync(
        HttpCalls calls, MachineAddress address, long after, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var attempt = 1;
        while (true)
        {
            await using var events = EventsAsync(calls, address, after, cancellation).GetAsyncEnumerator(cancellation);
            while (true)
            {
                Exception? broken = null;
                try
                {
                    if (!await events.MoveNextAsync().ConfigureAwait(false))
                    {
                        break;
                    }
                }
                catch (Exception e) when (IsPassing(e, cancellation))
                {
                    broken = e;
                }

                if (broken is not null)
                {
                    if (attempt >= calls.Options.MaxAttempts)
                    {
                        throw new StatorHostException($"The stream of '{address}' from {calls.Options.Url} broke, and could not be opened again: {broken.Message}", broken);
                    }

                    break;
                }

                var turn = events.Current;
                yield return turn;
                (after, attempt) = (turn.Sequence, 0);
                if (turn.Kind == HistoryKind.Dispose)
                {
                    yield break;
                }
            }

            await calls.PauseAsync(++attempt, null, cancellation).ConfigureAwait(false);
        }
    }

    private static bool IsPassing(Exception e, CancellationToken cancellation) => e switch
    {
        HttpRequestException or IOException => true,
        OperationCanceledException => !cancellation.IsCancellationRequested,
        RequestRefusedException refused => refused.Fault.Code is RequestFaultCode.Stopping or RequestFaultCode.Overloaded or RequestFaultCode.StoreUnavailable or RequestFaultCode.NotOwner,
        _ => false,
    };

    private static async IAsyncEnumerable<HistoryTurn> EventsAsync(
        HttpCalls calls, MachineAddress address, long after, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var silence = new CancellationTokenSource(LongestSilence, calls.Options.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(silence.Token, cancellation);
        using var response = await calls.OpenAsync(
            new(HttpMethod.Get, CallPath.Of(address, "stream")),
            request =>
            {
                if (after > 0)
                {
                    request.Headers.TryAddWithoutValidation("Last-Event-ID", after.ToString(CultureInfo.InvariantCulture));
                }
            },
            either.Token).ConfigureAwait(false);
        await using var body = await response.Content.ReadAsStreamAsync(either.Token).ConfigureAwait(false);
        using var lines = new StreamReader(body, Encoding.UTF8);
        var isFault = false;
        while (await lines.ReadLineAsync(either.Token).ConfigureAwait(false) is { } line)
        {
            silence.CancelAfter(LongestSilence);
            if (line == "event: fault")
            {
                isFault = true;
            }
            else if (line.StartsWith("data: ", StringComparison.Ordinal))
            {
                var data = Encoding.UTF8.GetBytes(line["data: ".Length..]);
                yield return isFault && ProblemReading.Read(data) is { } fault ? throw new RequestRefusedException(fault) : TurnReading.Read(address, data);
            }
        }
    }
}
