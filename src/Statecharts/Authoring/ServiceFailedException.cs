using Stator.Statecharts.Data;

namespace Stator.Statecharts.Authoring;

/// <summary>Thrown by a service that has more to say of its failure than a message. The chart sees <see cref="Error"/> as <c>event.error</c>.</summary>
public sealed class ServiceFailedException : Exception
{
    /// <summary>A failure with data.</summary>
    /// <param name="error">Written as JSON.</param>
    /// <param name="isRetryable">Whether it may go well when it is tried again; the retry policy then says whether it is.</param>
    public ServiceFailedException(object error, bool isRetryable = true)
        : base($"The service failed: {TypedValues.From(error)}")
    {
        Error = TypedValues.From(error);
        IsRetryable = isRetryable;
    }

    /// <summary>What the chart sees.</summary>
    public Value Error { get; }

    /// <summary>Whether it may go well when it is tried again.</summary>
    public bool IsRetryable { get; }

    /// <summary>The shortest pause before it is tried again, for one whose provider says so; the retry policy's longest pause bounds it.</summary>
    public TimeSpan RetryAfter { get; init; }
}
