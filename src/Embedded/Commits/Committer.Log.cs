using Microsoft.Extensions.Logging;
using Stator.Machines;

namespace Stator.Embedded.Commits;

internal sealed partial class Committer
{
    private readonly ILogger _logger;

    [LoggerMessage(1, LogLevel.Error, "The store failed to commit the turns of {Count} instances; they are read again from the store")]
    private partial void LogFailed(int count, Exception exception);

    [LoggerMessage(2, LogLevel.Critical, "What follows a commit of {Address} failed; the instance is stuck until the host is started again")]
    private partial void LogBroken(MachineAddress address, Exception exception);

    [LoggerMessage(3, LogLevel.Critical, "Another host has taken over the store: this one writes no more, and has to be stopped")]
    private partial void LogNotOwner(Exception exception);

    [LoggerMessage(4, LogLevel.Error, "The store cannot take what a turn of {Address} would write; the instance stays as it was committed last")]
    private partial void LogRejected(MachineAddress address, Exception exception);
}
