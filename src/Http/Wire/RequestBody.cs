using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Stator.Machines;
using Stator.Statecharts.Data;

namespace Stator.Http.Wire;

/// <summary>Reads bodies, up to a limit. The content type is not looked at: it is JSON here, whatever a caller's tool says.</summary>
internal static class RequestBody
{
    /// <summary>The body as a value; null where it is empty.</summary>
    /// <exception cref="RequestRefusedException">It is too large, or no JSON.</exception>
    public static ValueTask<Value> ReadValueAsync(HttpContext http, int limit) => ReadAsync(http, limit, Parse);

    /// <summary>The body as it is.</summary>
    /// <exception cref="RequestRefusedException">It is too large.</exception>
    public static ValueTask<byte[]> ReadBytesAsync(HttpContext http, int limit) => ReadAsync(http, limit, static bytes => bytes.ToArray());

    private static async ValueTask<T> ReadAsync<T>(HttpContext http, int limit, Func<ReadOnlySequence<byte>, T> read)
    {
        var reader = http.Request.BodyReader;
        while (true)
        {
            var result = await reader.ReadAsync().ConfigureAwait(false);
            var buffer = result.Buffer;
            if (buffer.Length > limit)
            {
                reader.AdvanceTo(buffer.End);
                throw new RequestRefusedException(new(
                    RequestFaultCode.LimitExceeded,
                    $"The body has more than {limit} bytes; that is the limit, set by '{nameof(StatorOptions.MaxRequestBytes)}'."));
            }

            if (result.IsCompleted)
            {
                try
                {
                    return read(buffer);
                }
                finally
                {
                    reader.AdvanceTo(buffer.End);
                }
            }

            reader.AdvanceTo(buffer.Start, buffer.End);
        }
    }

    private static Value Parse(ReadOnlySequence<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            return default;
        }

        try
        {
            return Value.Parse(bytes.IsSingleSegment ? bytes.FirstSpan : bytes.ToArray());
        }
        catch (JsonException e)
        {
            throw new RequestRefusedException(new(RequestFaultCode.InvalidRequest, $"The body is not JSON: {JsonProblem.Describe(e)}."), e);
        }
    }
}
