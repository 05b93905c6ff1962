using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Stator.Machines;

namespace Stator.Http.Client.Calls;

/// <summary>
/// Makes requests, and makes them again: when no connection comes about or it breaks, and when the host is overloaded or about to restart. A request that nothing names is made
/// again only where it was certainly not applied.
/// </summary>
internal sealed class HttpCalls(HttpClient http, StatorHttpClientOptions options)
{
    private readonly string _base = options.Url.AbsoluteUri.TrimEnd('/') + "/";

    public StatorHttpClientOptions Options => options;

    /// <summary>Makes the request and reads its answer.</summary>
    public async Task<T> SendAsync<T>(Call call, Reader<T> read, CancellationToken cancellation)
    {
        using var response = await AnswerAsync(call, cancellation).ConfigureAwait(false);
        var body = response is null ? [] : await response.Content.ReadAsByteArrayAsync(cancellation).ConfigureAwait(false);
        return read(body);
    }

    /// <summary>The same, where it matters whether the answer was 201.</summary>
    public async Task<(bool IsCreated, byte[] Body)> SendWithStatusAsync(Call call, CancellationToken cancellation)
    {
        using var response = await AnswerAsync(call, cancellation).ConfigureAwait(false);
        return (response!.StatusCode == HttpStatusCode.Created, await response.Content.ReadAsByteArrayAsync(cancellation).ConfigureAwait(false));
    }

    /// <summary>The answer's stream, for a caller who reads as it comes. One attempt.</summary>
    public async Task<HttpResponseMessage> OpenAsync(Call call, Action<HttpRequestMessage> prepare, CancellationToken cancellation)
    {
        using var request = await RequestAsync(call, cancellation).ConfigureAwait(false);
        prepare(request);
        var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation).ConfigureAwait(false);
        if (response.IsSuccessStatusCode)
        {
            return response;
        }

        var isBusy = IsBusy(response.StatusCode);
        var failure = await ProblemReading.OfAsync(response, options.Url, cancellation).ConfigureAwait(false);
        throw isBusy && failure is StatorHostException ? new HttpRequestException(failure.Message, failure) : failure;
    }

    /// <summary>The good answer; null where a lost one is known to have been good.</summary>
    private async Task<HttpResponseMessage?> AnswerAsync(Call call, CancellationToken cancellation)
    {
        var wasLost = false;
        for (var attempt = 1; ; attempt++)
        {
            Exception failure;
            TimeSpan? atLeast = null;
            bool mayTryAgain;
            try
            {
                var response = await AttemptAsync(call, cancellation).ConfigureAwait(false);
                if (response.IsSuccessStatusCode)
                {
                    return response;
                }

                atLeast = RetryAfter(response.Headers.RetryAfter);
                var isBusy = IsBusy(response.StatusCode);
                failure = await ProblemReading.OfAsync(response, options.Url, cancellation).ConfigureAwait(false);
                if (wasLost && call.MayHaveApplied is { } code && failure is RequestRefusedException { Fault: var fault } && fault.Code == code)
                {
                    return null;
                }

                mayTryAgain = isBusy && (!call.IsNameless || WasNotApplied(failure));
            }
            catch (Exception e) when (e is HttpRequestException or IOException || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
            {
                failure = Unreachable(call, e);
                var wasNeverSent = e is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError };
                wasLost |= !wasNeverSent;
                mayTryAgain = !call.IsNameless || wasNeverSent;
            }

            if (!mayTryAgain || call.IsOnce || attempt >= options.MaxAttempts || atLeast > options.MaxRetryInterval)
            {
                throw failure;
            }

            await PauseAsync(attempt, atLeast, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Waits before the next attempt.</summary>
    public Task PauseAsync(int attempt, TimeSpan? atLeast, CancellationToken cancellation)
    {
        var longest = Math.Min(options.RetryInterval.TotalMilliseconds * Math.Pow(2, Math.Min(attempt - 1, 20)), options.MaxRetryInterval.TotalMilliseconds);
        var pause = TimeSpan.FromMilliseconds(longest * (0.5 + (Random.Shared.NextDouble() / 2)));
        return Task.Delay(atLeast > pause ? atLeast.Value : pause, options.Time, cancellation);
    }

    private async Task<HttpResponseMessage> AttemptAsync(Call call, CancellationToken cancellation)
    {
        using var timeout = new CancellationTokenSource(options.RequestTimeout + call.Waits, options.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellation);
        using var request = await RequestAsync(call, either.Token).ConfigureAwait(false);
        return await http.SendAsync(request, HttpCompletionOption.ResponseContentRead, either.Token).ConfigureAwait(false);
    }

    private async ValueTask<HttpRequestMessage> RequestAsync(Call call, CancellationToken cancellation)
    {
        var request = new HttpRequestMessage(call.Method, _base + call.Path + call.Query?.Invoke());
        if (call.Body is { } body)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body.ToString()));
        }
        else if (call.Document is { } document)
        {
            request.Content = new ReadOnlyMemoryContent(document);
        }

        if (request.Content is { } content)
        {
            content.Headers.ContentType = new("application/json");
        }

        if (call.EventId is { } id && !request.Headers.TryAddWithoutValidation("Idempotency-Key", id))
        {
            throw new RequestRefusedException(new(RequestFaultCode.InvalidRequest, $"The event id '{id}' holds what no HTTP header can. Choose another one.", "Idempotency-Key"));
        }

        var token = options.Token is { } give ? await give(cancellation).ConfigureAwait(false) : options.ApiKey;
        request.Headers.Authorization = token is null ? null : new("Bearer", token);
        return request;
    }

    private StatorHostException Unreachable(Call call, Exception cause) => new(
        $"The host at {options.Url} cannot be reached: {(cause is OperationCanceledException ? "it did not answer in time" : cause.Message.TrimEnd('.'))}. "
        + (call.EventId is { } id ? $"Whether the request was applied is open; sent again under the event id '{id}' it is not applied twice." : "Check that it runs, and its address."),
        cause);

    private static bool IsBusy(HttpStatusCode status) =>
        status is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable or HttpStatusCode.BadGateway or HttpStatusCode.GatewayTimeout;

    private static bool WasNotApplied(Exception failure) => failure is RequestRefusedException
    {
        Fault.Code: RequestFaultCode.Overloaded or RequestFaultCode.Stopping or RequestFaultCode.NotOwner,
    };

    private TimeSpan? RetryAfter(RetryConditionHeaderValue? header) =>
        header?.Delta ?? (header?.Date is { } date ? date - options.Time.GetUtcNow() : null);
}

/// <summary>Reads an answer.</summary>
internal delegate T Reader<out T>(ReadOnlySpan<byte> utf8);
