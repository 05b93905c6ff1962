using Stator.Statecharts.Authoring;
using Stator.Statecharts.Data;

namespace Stator.Interpreters;

/// <summary>Thrown by a service that has more to say of its failure than a message. The chart sees <see cref="Error"/> as <c>event.error</c>.</summary>
public sealed class ServiceFailedException : Exception
{
    /// <summary>A failure with data.</summary>
    /// <param name="error">Written as JSON.</param>
    public ServiceFailedException(object error)
        : base($"The service failed: {TypedValues.From(error)}") => Error = TypedValues.From(error);

    /// <summary>What the chart sees.</summary>
    public Value Error { get; }
}
