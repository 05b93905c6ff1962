using Stator.Machines.Stores;
using Stator.Statecharts.Data;

namespace Stator.Grains.Abstractions;

/// <summary>
/// One invocation of a service. Its key is the invocation's name. It runs, is tried again as the chart says, and reports its outcome until
/// the instance has committed it.
/// </summary>
[Alias("stator.IServiceGrain")]
public interface IServiceGrain : IGrainWithStringKey
{
    /// <summary>Runs, where it does not run already. The instance asks for it again from time to time, for as long as it waits.</summary>
    /// <param name="invocation">What to run, and how far it had come when its instance last heard of it.</param>
    /// <param name="version">The version that the instance is pinned to, whose logic may bring the service.</param>
    /// <param name="isNew">Whether its turn was just committed; else an earlier run may have been lost, and this is a further attempt.</param>
    [Alias("start")]
    Task StartAsync([Immutable] InvocationRecord invocation, string version, bool isNew);

    /// <summary>Nobody waits for it any more: what runs for it is told to end.</summary>
    [Alias("cancel")]
    Task CancelAsync();

    /// <summary>Brings an outcome again that its instance had refused; false where it was refused once more.</summary>
    [Alias("report")]
    Task<bool> ReportAgainAsync();

    /// <summary>Somebody outside says how it ended.</summary>
    [Alias("complete")]
    Task<Answer<Receipt>> CompleteAsync([Immutable] Value output, string? caller);

    /// <summary>Somebody outside says that it failed; where its chart allows, it waits once more.</summary>
    [Alias("fail")]
    Task<Answer<Receipt>> FailAsync([Immutable] Value error, string? caller);

    /// <summary>Somebody outside says that it is still being worked on.</summary>
    [Alias("heartbeat")]
    Task<Answer<bool>> HeartbeatAsync();

    /// <summary>How far it has come.</summary>
    [Alias("progress")]
    Task<InvocationProgress?> GetProgressAsync();
}
