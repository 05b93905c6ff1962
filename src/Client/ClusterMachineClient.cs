using System.Runtime.CompilerServices;
using Stator.Machines.Telemetry;

namespace Stator.Client;

/// <summary>Durable instances on an Orleans cluster. Whoever has an <see cref="IGrainFactory"/> can use it: a client of the cluster, or a silo of it.</summary>
/// <param name="grains">The cluster.</param>
/// <param name="time">The clock that waiting is measured with.</param>
public sealed class ClusterMachineClient(IGrainFactory grains, TimeProvider time) : IMachineClient
{
    /// <summary>How long one call waits for something to happen; then it is asked again. Shorter than Orleans lets a call take.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan MaxWait = TimeSpan.FromMinutes(5);

    /// <inheritdoc/>
    public IDefinitionClient Definitions { get; } = new ClusterDefinitions(grains);

    /// <inheritdoc/>
    public IIncidentClient Incidents { get; } = new ClusterIncidents(grains);

    /// <inheritdoc/>
    public IInvocationClient Invocations { get; } = new ClusterInvocations(grains);

    /// <inheritdoc/>
    public async Task<Receipt> CreateAsync(MachineAddress address, CreateRequest request, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        using var activity = StatorTelemetry.StartRequest("stator.create", address);
        var answer = await Asking.AskAsync(MachineOf(address), machine => machine.CreateAsync(request, StatorTelemetry.CurrentTrace), cancellation).ConfigureAwait(false);
        return answer.Required;
    }

    /// <inheritdoc/>
    public async Task<Receipt> SendAsync(MachineAddress address, SendRequest request, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        using var activity = StatorTelemetry.StartRequest("stator.send", address);
        var answer = await Asking.AskAsync(MachineOf(address), machine => machine.SendAsync(request, StatorTelemetry.CurrentTrace), cancellation).ConfigureAwait(false);
        return request.WaitFor is null ? answer.Required : await ReachAsync(address, request, answer.Required, cancellation).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Task<InstanceSnapshot> GetSnapshotAsync(MachineAddress address, long? sequence = null, CancellationToken cancellation = default) =>
        RequiredAsync(address, machine => machine.GetSnapshotAsync(sequence), cancellation);

    /// <inheritdoc/>
    public Task<HistoryPage> GetHistoryAsync(MachineAddress address, long after = 0, int limit = 100, CancellationToken cancellation = default) =>
        limit is < 1 or > 1_000 || after < 0
            ? throw new RequestRefusedException(new(RequestFaultCode.InvalidRequest, "'limit' must be from 1 to 1000, and 'after' 0 or more."))
            : RequiredAsync(address, machine => machine.GetHistoryAsync(after, limit), cancellation);

    /// <inheritdoc/>
    public async IAsyncEnumerable<HistoryTurn> WatchAsync(
        MachineAddress address, long after, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        while (true)
        {
            var next = await RequiredAsync(address, machine => machine.FollowAsync(after, Patience), cancellation).ConfigureAwait(false);
            foreach (var turn in next.Turns.Turns)
            {
                yield return turn;
                after = turn.Sequence;
            }

            if (next.HasEnded)
            {
                yield break;
            }
        }
    }

    /// <inheritdoc/>
    public async Task<InstanceSnapshot> WaitAsync(MachineAddress address, WaitCondition condition, TimeSpan timeout, CancellationToken cancellation = default) =>
        (await ReachAsync(address, condition, timeout, cancellation).ConfigureAwait(false)).Snapshot;

    /// <inheritdoc/>
    public Task<InstancePage> FindAsync(InstanceQuery query, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        return grains.AskDirectoryAsync(directory => directory.FindAsync(query), cancellation);
    }

    /// <inheritdoc/>
    public Task<Receipt> EditContextAsync(MachineAddress address, ContextEdit edit, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(edit);
        return RequiredAsync(address, machine => machine.EditContextAsync(edit), cancellation);
    }

    /// <inheritdoc/>
    public Task RemoveAsync(MachineAddress address, string? caller = null, CancellationToken cancellation = default) =>
        RequiredAsync(address, machine => machine.RemoveAsync(caller), cancellation);

    /// <inheritdoc/>
    public Task CheckReadyAsync(CancellationToken cancellation = default) => grains.AskDirectoryAsync(directory => directory.CheckAsync(), cancellation);

    /// <summary>What an instance has come to that was sent something.</summary>
    private async Task<Receipt> ReachAsync(MachineAddress address, SendRequest request, Receipt sent, CancellationToken cancellation)
    {
        var reached = await ReachAsync(address, request.WaitFor!.Value, request.WaitTimeout, cancellation).ConfigureAwait(false);
        return reached.Receipt with { Changed = sent.Changed, EventId = sent.EventId, IsDuplicate = sent.IsDuplicate };
    }

    private async Task<Reached> ReachAsync(MachineAddress address, WaitCondition condition, TimeSpan timeout, CancellationToken cancellation)
    {
        if (timeout < TimeSpan.Zero || timeout > MaxWait)
        {
            throw new RequestRefusedException(new(RequestFaultCode.InvalidRequest, $"The timeout must be from 0 to {MaxWait.TotalSeconds:0} s."));
        }

        var began = time.GetTimestamp();
        while (true)
        {
            var left = timeout - time.GetElapsedTime(began);
            var patience = TimeSpan.FromTicks(Math.Clamp(left.Ticks, 0, Patience.Ticks));
            var reached = await RequiredAsync(address, machine => machine.WaitAsync(condition, patience), cancellation).ConfigureAwait(false);
            if (reached is not null)
            {
                return reached;
            }

            if (time.GetElapsedTime(began) >= timeout)
            {
                throw new RequestRefusedException(new(
                    RequestFaultCode.WaitTimeout, $"The instance '{address}' did not come to '{condition}' within {timeout.TotalSeconds:0.###} s. Wait again, or look at what it does."));
            }
        }
    }

    private Task<T> RequiredAsync<T>(MachineAddress address, Func<IMachineGrain, Task<Answer<T>>> ask, CancellationToken cancellation) =>
        ClusterCalls.RequiredAsync(MachineOf(address), ask, cancellation);

    private IMachineGrain MachineOf(MachineAddress address) =>
        string.IsNullOrEmpty(address.Machine) || string.IsNullOrEmpty(address.Key) || address.Machine.Contains('/', StringComparison.Ordinal)
            ? throw new RequestRefusedException(new(
                RequestFaultCode.InvalidRequest, "An instance is named by a machine, without '/', and a key, neither of them empty."))
            : grains.GetMachine(address);
}
