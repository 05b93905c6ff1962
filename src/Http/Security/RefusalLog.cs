using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Stator.Http.Security;

/// <summary>
/// Notes callers who could not prove who they are: where they called from and why it failed, never what they sent. One line a second at
/// most, with the count of those since the last one, so that a flood fills neither the log nor the memory.
/// </summary>
internal sealed partial class RefusalLog(TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly ILogger _logger = logger;
    private readonly Lock _lock = new();
    private long _last;
    private int _unsaid;
    private bool _hasSaid;

    public void Add(HttpContext http, string why)
    {
        int others;
        lock (_lock)
        {
            if (_hasSaid && time.GetElapsedTime(_last) < Pause)
            {
                _unsaid++;
                return;
            }

            (others, _unsaid, _last, _hasSaid) = (_unsaid, 0, time.GetTimestamp(), true);
        }

        LogRefused(http.Request.Method, http.Connection.RemoteIpAddress, why, others);
    }

    [LoggerMessage(110, LogLevel.Warning, "A {Method} from {Address} was refused: {Why}. {Others} others were since the last line")]
    private partial void LogRefused(string method, IPAddress? address, string why, int others);
}
