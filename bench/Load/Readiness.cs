using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Stator.Bench.Load;

/// <summary>Says which connections have something to read: epoll, since the asynchronous sockets of .NET cost several times as much.</summary>
internal sealed partial class Readiness : IDisposable
{
    private const int AddDescriptor = 1;
    private const uint Readable = 1;

    private readonly int _epoll = Checked(epoll_create1(0));
    private readonly Ready[] _ready = new Ready[256];

    public void Add(Connection connection)
    {
        var interest = new Ready { Events = Readable, Number = connection.Number };
        Checked(epoll_ctl(_epoll, AddDescriptor, (int)connection.Handle, ref interest));
    }

    /// <summary>Waits until there is something to read, for a tenth of a second at most.</summary>
    public IEnumerable<Connection> Wait(Connection[] connections)
    {
        var count = Checked(epoll_wait(_epoll, _ready, _ready.Length, 100));
        for (var i = 0; i < count; i++)
        {
            yield return connections[_ready[i].Number];
        }
    }

    public void Dispose() => Checked(close(_epoll));

    private static int Checked(int result) => result >= 0 ? result : throw new Win32Exception(Marshal.GetLastPInvokeError());

    [LibraryImport("libc", SetLastError = true)]
    private static partial int epoll_create1(int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int epoll_ctl(int epoll, int operation, int descriptor, ref Ready interest);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int epoll_wait(int epoll, [Out] Ready[] ready, int size, int timeoutMs);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int close(int descriptor);

    /// <summary>The system's <c>struct epoll_event</c>, which is packed on this processor.</summary>
    [StructLayout(LayoutKind.Sequential, Pack = 1)]
    private struct Ready
    {
        public uint Events;
        public long Number;
    }
}
