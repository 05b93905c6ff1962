using System.Buffers;
using Microsoft.AspNetCore.Http;
using Stator.Machines;
using Stator.Statecharts.Data;

namespace Stator.Http.Wire;

/// <summary>Answers. Their length is known before the first byte is sent, so that none goes out in chunks.</summary>
internal static class Responses
{
    /// <summary>A buffer that has grown beyond this is not kept.</summary>
    private const int MaxKeptBytes = 1024 * 1024;

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

    public static Task WriteAsync(HttpContext http, InstancePage page)
    {
        var buffer = Buffer();
        buffer.Write("{\"instances\":["u8);
        for (var i = 0; i < page.Instances.Length; i++)
        {
            buffer.Write(i > 0 ? ","u8 : default);
            InstanceSnapshotJson.Write(buffer, page.Instances[i]);
        }

        buffer.Write("],\"next\":"u8);
        var next = new JsonTextWriter();
        next.Write((Value)page.Next);
        buffer.Write(next.WrittenSpan);
        buffer.Write("}"u8);
        return SendAsync(http, StatusCodes.Status200OK, "application/json", buffer.WrittenSpan);
    }

    public static Task WriteAsync(HttpContext http, Action<JsonTextWriter> write)
    {
        var writer = new JsonTextWriter();
        write(writer);
        return SendAsync(http, StatusCodes.Status200OK, "application/json", writer.WrittenSpan);
    }

    public static Task SendAsync(HttpContext http, int status, string contentType, ReadOnlySpan<byte> body)
    {
        var response = http.Response;
        response.StatusCode = status;
        response.ContentType = contentType;
        response.ContentLength = body.Length;
        response.BodyWriter.Write(body);
        var flushed = response.BodyWriter.FlushAsync();
        return flushed.IsCompletedSuccessfully ? Task.CompletedTask : flushed.AsTask();
    }

    /// <summary>This thread's buffer, empty.</summary>
    private static ArrayBufferWriter<byte> Buffer()
    {
        if (_buffer is null or { Capacity: > MaxKeptBytes })
        {
            return _buffer = new(1024);
        }

        _buffer.ResetWrittenCount();
        return _buffer;
    }
}
