using Stator.Machines.Stores;
using Stator.Statecharts.Data;

namespace Stator.Client;

/// <summary>The external invocations of a cluster.</summary>
internal sealed class ClusterInvocations(IGrainFactory grains) : IInvocationClient
{
    public async Task<Receipt> CompleteAsync(string token, Value output, string? caller = null, CancellationToken cancellation = default)
    {
        var invocation = await FindAsync(token, cancellation).ConfigureAwait(false);
        return await ClusterCalls.RequiredAsync(invocation, i => i.CompleteAsync(output, caller), cancellation).ConfigureAwait(false);
    }

    public async Task<Receipt> FailAsync(string token, Value error, string? caller = null, CancellationToken cancellation = default)
    {
        var invocation = await FindAsync(token, cancellation).ConfigureAwait(false);
        return await ClusterCalls.RequiredAsync(invocation, i => i.FailAsync(error, caller), cancellation).ConfigureAwait(false);
    }

    public async Task HeartbeatAsync(string token, CancellationToken cancellation = default)
    {
        var invocation = await FindAsync(token, cancellation).ConfigureAwait(false);
        await ClusterCalls.RequiredAsync(invocation, i => i.HeartbeatAsync(), cancellation).ConfigureAwait(false);
    }

    private async Task<IServiceGrain> FindAsync(string token, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(token);
        var name = await grains.AskDirectoryAsync(directory => directory.GetInvocationAsync(token), cancellation).ConfigureAwait(false);
        return grains.GetService(OutboxId.Parse(name));
    }
}
