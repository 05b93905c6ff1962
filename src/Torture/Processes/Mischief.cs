using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Stator.Torture.Processes;

/// <summary>Keeps what serves running, and does to it what happens to servers.</summary>
internal abstract class Mischief : IDisposable
{
    /// <summary>What went otherwise than it must; a server that does not come up is one.</summary>
    public List<string> Surprises { get; } = [];

    /// <summary>Takes what servers print.</summary>
    public TextWriter Log { protected get; set; } = TextWriter.Null;

    /// <summary>Where callers find somebody who serves.</summary>
    public abstract IReadOnlyList<Uri> Urls { get; }

    /// <summary>How long what serves is given to work off what is left.</summary>
    public abstract TimeSpan RestStep { get; }

    public abstract Task StartAsync();

    /// <summary>Does mischief until it is told to end, or has killed often enough.</summary>
    public abstract Task RunAsync(CancellationToken ending);

    /// <summary>Ends all that serves, well.</summary>
    public abstract Task StopAsync();

    public abstract void Dispose();

    protected static async Task<bool> PauseAsync(TimeSpan pause, CancellationToken ending)
    {
        var began = Stopwatch.GetTimestamp();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (Stopwatch.GetElapsedTime(began) < pause)
        {
            if (ending.IsCancellationRequested)
            {
                return false;
            }

            await timer.WaitForNextTickAsync(CancellationToken.None).ConfigureAwait(false);
        }

        return true;
    }

    protected static string Last(string output) => string.Join(" | ", output.Split('\n', StringSplitOptions.RemoveEmptyEntries).TakeLast(3));

    protected static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Ends a server well.</summary>
    protected async Task TerminateAsync(ServeProcess? server)
    {
        if (server is { HasExited: false } && await server.TerminateAsync().ConfigureAwait(false) is var code && code != 0)
        {
            Surprises.Add($"a server that was told to end did so with {code}: {server.Output}");
        }
    }

    /// <summary>Waits until a server that was begun serves.</summary>
    protected async Task ServesAsync(ServeProcess server)
    {
        try
        {
            await server.Url.WaitAsync(TimeSpan.FromSeconds(60)).ConfigureAwait(false);
        }
        catch (Exception e) when (e is InvalidOperationException or TimeoutException)
        {
            Surprises.Add($"a server did not start: {e.Message}");
        }
    }
}

/// <summary>A store that is a server of its own, which can be ended and started.</summary>
internal interface IRestartable
{
    /// <summary>Ends it as a crash does, and starts it again.</summary>
    Task RestartAsync(TimeSpan away);
}
