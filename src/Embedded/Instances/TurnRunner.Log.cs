using Microsoft.Extensions.Logging;
using Stator.Machines;

namespace Stator.Embedded.Instances;

internal sealed partial class TurnRunner
{
    private readonly ILogger _logger = logger;

    [LoggerMessage(10, LogLevel.Warning, "Somebody else has written {Address}; it is read again and its requests are decided anew (attempt {Attempt})")]
    private partial void LogConflict(MachineAddress address, int attempt);

    [LoggerMessage(11, LogLevel.Error, "A turn of {Address} failed; the instance stays as it was committed last")]
    private partial void LogBroken(MachineAddress address, Exception exception);

    [LoggerMessage(12, LogLevel.Error, "{Address} cannot be loaded; it stays as it is in the store")]
    private partial void LogUnreadable(MachineAddress address, Exception exception);

    [LoggerMessage(13, LogLevel.Warning, "Timer {Number} of {Address} was refused ({Code}) and is tried again in {Pause}: {Message}")]
    private partial void LogTimerRefused(MachineAddress address, long number, string code, string message, TimeSpan pause);
}
