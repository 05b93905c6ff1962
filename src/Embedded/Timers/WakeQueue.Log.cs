using Microsoft.Extensions.Logging;

namespace Stator.Embedded.Timers;

internal sealed partial class WakeQueue
{
    private readonly ILogger _logger = logger;

    [LoggerMessage(30, LogLevel.Error, "The next timers cannot be read from the store; they are asked for again")]
    private partial void LogFillFailed(Exception exception);

    [LoggerMessage(31, LogLevel.Debug, "The reading of timers was given up, as the host is stopping")]
    private partial void LogFillGivenUp();

    [LoggerMessage(32, LogLevel.Debug, "Timers that are due stay pending, as the host is stopping")]
    private partial void LogWakesGivenUp();
}
