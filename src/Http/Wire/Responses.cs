using System.Buffers;
using Microsoft.AspNetCore.Http;
using Stator.Machines;

namespace Stator.Http.Wire;

/// <summary>Answers. Their length is known before the first byte is sent, so that none goes out in chunks.</summary>
internal static class Responses
{
    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _buffer;

    public static Task WriteAsync(HttpContext http, Receipt receipt, int status = StatusCodes.Status200OK)
    {
        var buffer = Buffer();
        ReceiptJson.Write(buffer, receipt);
        return SendAsync(http, status, "application/json", buffer.WrittenSpan);
    }

    public static Task WriteAsync(HttpContext http, InstanceSnapshot snapshot)
    {
        var buffer = Buffer();
        InstanceSnapshotJson.Write(buffer, snapshot);
        return SendAsync(http, StatusCodes.Status200OK, "application/json", buffer.WrittenSpan);
    }

    public static Task SendAsync(HttpContext http, int status, string contentType, ReadOnlySpan<byte> body)
    {
        var response = http.Response;
        response.StatusCode = status;
        response.ContentType = contentType;
        response.ContentLength = body.Length;
        response.BodyWriter.Write(body);
        return response.BodyWriter.FlushAsync().AsTask();
    }

    /// <summary>This thread's buffer, empty.</summary>
    public static ArrayBufferWriter<byte> Buffer()
    {
        var buffer = _buffer ??= new(1024);
        buffer.ResetWrittenCount();
        return buffer;
    }
}
