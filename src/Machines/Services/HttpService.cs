using System.Net.Http.Headers;
using System.Text;
using Stator.Statecharts.Authoring;
using Stator.Statecharts.Data;

namespace Stator.Machines.Services;

/// <summary>
/// The built-in service <c>http</c>: one request, whose answer is the output. Redirects are answers like any other, so that a host that
/// may be called cannot lead to one that may not.
/// </summary>
internal sealed class HttpService : IDisposable
{
    /// <summary>The <c>src</c> of charts.</summary>
    public const string Name = "http";

    private const string IdempotencyKey = "Idempotency-Key";

    private readonly StatorOptions _options;
    private readonly TimeProvider _time;
    private readonly HttpClient _client;

    public HttpService(StatorOptions options, TimeProvider time)
    {
        _options = options;
        _time = time;
        var connections = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        };
        _client = new(connections) { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>The service as charts find it.</summary>
    public BoundService ToService() => new(Name, CallAsync);

    public void Dispose() => _client.Dispose();

    private async Task<Value> CallAsync(ServiceCall call, CancellationToken cancellation)
    {
        var input = HttpInput.Of(call.Input, _options);
        using var limit = new CancellationTokenSource(input.Timeout, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellation, limit.Token);
        using var request = RequestOf(input, call.InvocationId);
        try
        {
            using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, both.Token).ConfigureAwait(false);
            return await AnswerAsync(response, both.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            throw Failed($"No answer came from {input.Url.Authority} within {input.Timeout.TotalMilliseconds} ms.", "timeout", isRetryable: true);
        }
        catch (HttpRequestException e)
        {
            throw Failed($"The request to {input.Url.Authority} failed: {e.Message}", "connection_failed", isRetryable: true);
        }
        catch (IOException e)
        {
            throw Failed($"The answer of {input.Url.Authority} broke off: {e.Message}", "connection_failed", isRetryable: true);
        }
    }

    private static HttpRequestMessage RequestOf(HttpInput input, string invocationId)
    {
        var request = new HttpRequestMessage(input.Method, input.Url);
        if (input.Body.Kind != ValueKind.Null)
        {
            var isText = input.Body.Kind == ValueKind.String;
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(isText ? input.Body.AsString : input.Body.ToString()));
            request.Content.Headers.ContentType = new(isText ? "text/plain" : "application/json", "utf-8");
        }

        foreach (var (name, value) in input.Headers)
        {
            Add(request, name, value);
        }

        if (!request.Headers.Contains(IdempotencyKey))
        {
            request.Headers.TryAddWithoutValidation(IdempotencyKey, HeaderText(invocationId));
        }

        return request;
    }

    private static void Add(HttpRequestMessage request, string name, string value)
    {
        if (request.Headers.TryAddWithoutValidation(name, value))
        {
            return;
        }

        // A header of the body; where there is none, it says nothing.
        request.Content ??= new ByteArrayContent([]);
        request.Content.Headers.Remove(name);
        if (!request.Content.Headers.TryAddWithoutValidation(name, value))
        {
            throw Failed($"'{name}' cannot be sent as a header.", "invalid_input", isRetryable: false);
        }
    }

    private async Task<Value> AnswerAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        var status = (int)response.StatusCode;
        var body = BodyOf(response, await ReadAsync(response.Content, cancellation).ConfigureAwait(false));
        if (status < 400)
        {
            var headers = response.Headers.Concat(response.Content.Headers).Select(h => (NameOf(h.Key), (Value)string.Join(", ", h.Value))).ToArray();
            return ObjectValue.Of(("status", status), ("headers", ObjectValue.Of(headers)), ("body", body));
        }

        var isRetryable = status is >= 500 or 408 or 429;
        throw new ServiceFailedException(
            (Value)ObjectValue.Of(("message", $"{response.RequestMessage!.RequestUri!.Authority} answered with status {status}."), ("status", status), ("body", body)),
            isRetryable)
        {
            RetryAfter = status is 429 or 503 ? PauseOf(response.Headers.RetryAfter) : default,
        };
    }

    /// <summary>Seconds from now, or a time of day; zero where none is to come.</summary>
    private TimeSpan PauseOf(RetryConditionHeaderValue? asked)
    {
        var pause = asked?.Delta ?? asked?.Date - _time.GetUtcNow() ?? TimeSpan.Zero;
        return pause > TimeSpan.Zero ? pause : TimeSpan.Zero;
    }

    private async Task<byte[]> ReadAsync(HttpContent content, CancellationToken cancellation)
    {
        using var stream = await content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
        using var read = new MemoryStream();
        var buffer = new byte[16 * 1024];
        for (int count; (count = await stream.ReadAsync(buffer, cancellation).ConfigureAwait(false)) > 0;)
        {
            if (read.Length + count > _options.MaxHttpResponseBytes)
            {
                throw Failed(
                    $"The answer has more than {_options.MaxHttpResponseBytes} bytes; that is the limit, set by '{nameof(StatorOptions.MaxHttpResponseBytes)}'.",
                    "response_too_large", isRetryable: false);
            }

            read.Write(buffer, 0, count);
        }

        return read.ToArray();
    }

    /// <summary>JSON as data, anything else as text.</summary>
    private static Value BodyOf(HttpResponseMessage response, byte[] body)
    {
        if (body.Length == 0)
        {
            return Value.Null;
        }

        var type = response.Content.Headers.ContentType?.MediaType ?? "";
        if (type == "application/json" || type.EndsWith("+json", StringComparison.Ordinal))
        {
            try
            {
                return Value.Parse(body);
            }
            catch (System.Text.Json.JsonException)
            {
                return Encoding.UTF8.GetString(body);
            }
        }

        return Encoding.UTF8.GetString(body);
    }

    /// <summary>Names of headers have no case; a chart can rely on small letters.</summary>
    private static string NameOf(string header) => header.ToLowerInvariant();

    /// <summary>A key may hold what a header cannot.</summary>
    private static string HeaderText(string text) => text.All(c => c is > ' ' and < '\x7f') ? text : Uri.EscapeDataString(text);

    private static ServiceFailedException Failed(string message, string code, bool isRetryable) => new(ServiceFailure.ErrorOf(message, code), isRetryable);
}
