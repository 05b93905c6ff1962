using Stator.Statecharts.Authoring;
using Stator.Statecharts.Data;

namespace Stator.Machines.Services;

/// <summary>Why an attempt of a service failed, as the chart may see it: never with a name of a CLR type.</summary>
/// <param name="Error">The <c>event.error</c> of the chart: an object with a <c>message</c>, and perhaps more.</param>
/// <param name="IsRetryable">Whether it may go well when it is tried again.</param>
public sealed record ServiceFailure(Value Error, bool IsRetryable)
{
    private const string NothingSaid = "The service failed, and nothing is said of why.";

    /// <summary>The shortest pause before it is tried again; zero where nothing is said of it.</summary>
    public TimeSpan RetryAfter { get; init; }

    /// <summary>What was thrown, as a failure.</summary>
    public static ServiceFailure Of(Exception thrown)
    {
        ArgumentNullException.ThrowIfNull(thrown);
        return thrown is ServiceFailedException told ? new(ErrorOf(told.Error), told.IsRetryable) { RetryAfter = told.RetryAfter } : new(ErrorOf(MessageOf(thrown), null), true);
    }

    /// <summary>What somebody outside says of a failure: an object as it is, anything else as the message of one.</summary>
    public static Value ErrorOf(Value told) => told.Kind switch
    {
        ValueKind.Object => told,
        ValueKind.String => ErrorOf(told.AsString, null),
        ValueKind.Null => ErrorOf(NothingSaid, null),
        _ => ErrorOf(told.ToString(), null),
    };

    /// <summary>An error with a message for people, and perhaps a code for programs.</summary>
    public static Value ErrorOf(string message, string? code) =>
        code is null ? ObjectValue.Of(("message", message)) : ObjectValue.Of(("message", message), ("code", code));

    /// <summary>An exception that was given no message speaks of its type instead.</summary>
    private static string MessageOf(Exception thrown) =>
        thrown.Message.Length == 0 || thrown.Message.Contains(thrown.GetType().FullName!, StringComparison.Ordinal)
            ? NothingSaid
            : thrown.Message;
}
