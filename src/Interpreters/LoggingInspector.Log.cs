using Microsoft.Extensions.Logging;
using Stator.Statecharts;
using Stator.Statecharts.Data;

namespace Stator.Interpreters;

/// <summary>The texts of the log.</summary>
public sealed partial class LoggingInspector
{
    [LoggerMessage(1, LogLevel.Information, "{Machine} started in {States}")]
    private partial void LogStarted(string machine, string states);

    [LoggerMessage(2, LogLevel.Information, "{Machine} ended: {Status}")]
    private partial void LogStopped(string machine, InterpreterStatus status);

    [LoggerMessage(3, LogLevel.Debug, "{Machine} received {Event}")]
    private partial void LogEventReceived(string machine, string @event);

    [LoggerMessage(4, LogLevel.Debug, "{Machine} evaluated the guard of {Transition}: {Holds}")]
    private partial void LogGuardEvaluated(string machine, Transition transition, bool holds);

    [LoggerMessage(5, LogLevel.Debug, "{Machine} executed {Action}")]
    private partial void LogActionExecuted(string machine, string action);

    [LoggerMessage(6, LogLevel.Debug, "{Machine} took, on {Event}, {Transition}")]
    private partial void LogTransition(string machine, string @event, Transition transition);

    [LoggerMessage(7, LogLevel.Information, "{Machine} logs {Line}")]
    private partial void LogLine(string machine, Value line);

    [LoggerMessage(8, LogLevel.Debug, "{Machine} started the service {Service} ({Source})")]
    private partial void LogServiceStarted(string machine, string service, string source);

    [LoggerMessage(9, LogLevel.Debug, "{Machine}: the service {Service} is done")]
    private partial void LogServiceDone(string machine, string service);

    [LoggerMessage(10, LogLevel.Warning, "{Machine}: the service {Service} failed: {Error}")]
    private partial void LogServiceFailed(string machine, string service, Value error);

    [LoggerMessage(11, LogLevel.Warning, "{Machine}: attempt {Attempt} of the service {Service} failed: {Error}")]
    private partial void LogServiceRetried(string machine, string service, int attempt, Value error);

    [LoggerMessage(12, LogLevel.Error, "{Machine} is as it was, because handling failed")]
    private partial void LogTurnFailed(string machine, Exception failure);
}
