using Microsoft.Extensions.Logging;

namespace Stator.Storage.Postgres;

internal sealed partial class Ownership
{
    [LoggerMessage(1, LogLevel.Warning, "The connection that holds the database {Database} for this host has broken; it is taken again as soon as it can be reached.")]
    private static partial void LogLockBroken(ILogger logger, string database);

    [LoggerMessage(2, LogLevel.Information, "The database {Database} is held for this host again.")]
    private static partial void LogLockTakenAgain(ILogger logger, string database);

    [LoggerMessage(3, LogLevel.Critical, "The database {Database} was taken over by another host. Nothing that this one still does is written; end it.")]
    private static partial void LogOwnershipLost(ILogger logger, string database);

    [LoggerMessage(4, LogLevel.Debug, "The database {Database} cannot be held yet: {Reason}")]
    private static partial void LogStillAway(ILogger logger, string database, string reason);

    [LoggerMessage(5, LogLevel.Debug, "The database {Database} is let go.")]
    private static partial void LogWatchEnded(ILogger logger, string database);
}
