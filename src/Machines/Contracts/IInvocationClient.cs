using Stator.Statecharts.Data;

namespace Stator.Machines;

/// <summary>Settles invocations of <c>external</c>: services that somebody outside completes, by a token that only they were given.</summary>
public interface IInvocationClient
{
    /// <summary>The invocation ended well.</summary>
    /// <exception cref="RequestRefusedException"><c>unknown_invocation</c>, <c>already_settled</c>, or why the instance refused the outcome.</exception>
    Task<Receipt> CompleteAsync(string token, Value output, string? caller = null, CancellationToken cancellation = default);

    /// <summary>The invocation failed. Where its retry policy allows, it waits once more under the same token.</summary>
    Task<Receipt> FailAsync(string token, Value error, string? caller = null, CancellationToken cancellation = default);

    /// <summary>The invocation is still being worked on.</summary>
    Task HeartbeatAsync(string token, CancellationToken cancellation = default);
}
