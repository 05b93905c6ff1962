using Microsoft.Extensions.Logging;

namespace Stator.Embedded;

public sealed partial class InstanceHost
{
    private readonly ILogger _logger;

    [LoggerMessage(50, LogLevel.Information, "Instances are served")]
    private partial void LogStarted();

    [LoggerMessage(51, LogLevel.Information, "All turns under way are finished")]
    private partial void LogStopped();

    [LoggerMessage(52, LogLevel.Warning, "This host stands by (attempt {Attempt}): {Reason}")]
    private partial void LogStandby(int attempt, string reason);
}
