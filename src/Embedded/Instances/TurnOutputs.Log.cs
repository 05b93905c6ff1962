using Microsoft.Extensions.Logging;
using Stator.Machines;
using Stator.Statecharts;
using Stator.Statecharts.Data;

namespace Stator.Embedded.Instances;

internal sealed partial class TurnOutputs
{
    private readonly ILogger _logger = logger;

    [LoggerMessage(20, LogLevel.Debug, "{Address} emitted {Event}")]
    private partial void LogEmitted(MachineAddress address, Event @event);

    [LoggerMessage(21, LogLevel.Information, "{Address} logged {Args}")]
    private partial void LogWritten(MachineAddress address, Value args);
}
