using Microsoft.Extensions.Logging;
using Stator.Machines.Stores;

namespace Stator.Embedded.Outbox;

internal sealed partial class OutboxRunner
{
    private readonly ILogger _logger = logger;

    [LoggerMessage(40, LogLevel.Warning, "The effect {Id} could not be performed and is tried again (attempt {Attempt}): {Reason}")]
    private partial void LogTriedAgain(OutboxId id, int attempt, string reason);

    [LoggerMessage(41, LogLevel.Error, "The effect {Id} ({Kind}) was refused and is given up: {Reason}")]
    private partial void LogGivenUp(OutboxId id, string kind, string reason);

    [LoggerMessage(42, LogLevel.Warning, "The store did not confirm {Count} performed effects; this is tried again")]
    private partial void LogNotConfirmed(int count, Exception exception);

    [LoggerMessage(44, LogLevel.Error, "What is to be performed cannot be read from the store; it is asked for again (attempt {Attempt})")]
    private partial void LogNotRead(int attempt, Exception exception);

    [LoggerMessage(43, LogLevel.Critical, "The effect {Id} ({Kind}) cannot be performed and stays in the store")]
    private partial void LogBroken(OutboxId id, string kind, Exception exception);
}
