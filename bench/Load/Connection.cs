using System.Buffers.Text;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Stator.Bench.Load;

/// <summary>A connection that stays open, with at most one request on its way. Never blocks: it is read when it is ready.</summary>
internal sealed class Connection : IDisposable
{
    private readonly Socket _socket;
    private readonly byte[] _buffer = new byte[64 * 1024];
    private int _received;
    private long _sentAt;

    public Connection(IPEndPoint target, int number)
    {
        Number = number;
        _socket = new(target.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        _socket.Connect(target);
        _socket.Blocking = false;
    }

    public int Number { get; }

    /// <summary>How many requests it was given to choose its keys by.</summary>
    public long Rounds { get; set; }

    public nint Handle => _socket.Handle;

    /// <summary>Whether an answer is to come.</summary>
    public bool IsWaiting { get; private set; }

    /// <summary>Which instance the request was for; -1 where it does not count.</summary>
    public int Key { get; private set; }

    /// <summary>From the request to its answer.</summary>
    public TimeSpan Elapsed { get; private set; }

    public bool IsSuccess => _buffer[9] == '2';

    public string Answer => Encoding.UTF8.GetString(_buffer, 0, _received);

    public void Send(byte[] request, int key)
    {
        _received = 0;
        Key = key;
        IsWaiting = true;
        _sentAt = Stopwatch.GetTimestamp();
        if (_socket.Send(request) != request.Length)
        {
            throw new InvalidOperationException("A request did not fit into the socket's buffer.");
        }
    }

    /// <summary>Reads what is there; true when the answer is complete.</summary>
    public bool TryReceive()
    {
        var count = _socket.Receive(_buffer.AsSpan(_received), SocketFlags.None, out var error);
        if (error == SocketError.WouldBlock)
        {
            return false;
        }

        if (count <= 0 || error != SocketError.Success)
        {
            throw new InvalidOperationException($"The connection was closed ({error}) after: {Answer}");
        }

        _received += count;
        if (!IsComplete(_buffer.AsSpan(0, _received)))
        {
            return false;
        }

        Elapsed = Stopwatch.GetElapsedTime(_sentAt);
        IsWaiting = false;
        return true;
    }

    public void Dispose() => _socket.Dispose();

    private static bool IsComplete(ReadOnlySpan<byte> answer)
    {
        var end = answer.IndexOf("\r\n\r\n"u8);
        if (end < 0)
        {
            return false;
        }

        // Both sides say how long their answers are, in their own spelling of the header.
        var head = answer[..end];
        var at = head.IndexOf("ength: "u8);
        return at >= 0 && Utf8Parser.TryParse(head[(at + 7)..], out int length, out _)
            ? answer.Length >= end + 4 + length
            : throw new InvalidOperationException($"The answer has no length: {Encoding.UTF8.GetString(head)}");
    }
}
