using Microsoft.Extensions.Logging;
using Stator.Grains.Machines;
using Stator.Machines.Services;
using Stator.Machines.Stores;

namespace Stator.Grains.Services;

/// <summary>
/// Starts and ends the services that an instance waits for. A start that gets lost is asked for again with the instance's reminder; of an end that
/// gets lost the service learns when it asks its instance.
/// </summary>
internal sealed partial class InvocationFollower(IGrainFactory grains, ILogger<InvocationFollower> logger)
{
    private readonly ILogger _logger = logger;
    private readonly Dictionary<long, OutboxId> _running = [];

    /// <summary>Follows a committed turn.</summary>
    public void Follow(InstanceCommit commit)
    {
        foreach (var number in commit.Record.DisposedAtMs is null ? commit.EndedInvocations : [.. _running.Keys])
        {
            if (_running.Remove(number, out var id))
            {
                _ = CancelAsync(id);
            }
        }

        foreach (var invocation in commit.StartedInvocations)
        {
            Start(invocation, commit.Record.Version, isNew: true);
        }
    }

    /// <summary>Starts all that should run; what does stays as it is.</summary>
    public void Resume(MachineRecord record)
    {
        foreach (var invocation in record.Invocations)
        {
            Start(invocation, record.Instance!.Version, isNew: false);
        }
    }

    private void Start(InvocationRecord invocation, string version, bool isNew)
    {
        _running[invocation.Number] = invocation.Id;
        if (invocation.Source != InvocationStart.External || invocation.Progress.DueMs != long.MaxValue)
        {
            _ = StartAsync(invocation, version, isNew);
        }
    }

    private async Task StartAsync(InvocationRecord invocation, string version, bool isNew)
    {
        try
        {
            await grains.GetService(invocation.Id).StartAsync(invocation, version, isNew).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            LogNotStarted(invocation.Id, e);
        }
    }

    private async Task CancelAsync(OutboxId id)
    {
        try
        {
            await grains.GetService(id).CancelAsync().ConfigureAwait(false);
        }
        catch (Exception e)
        {
            LogNotCancelled(id, e);
        }
    }

    [LoggerMessage(220, LogLevel.Warning, "The service {Id} could not be started; this is tried again with the instance's reminder")]
    private partial void LogNotStarted(OutboxId id, Exception exception);

    [LoggerMessage(228, LogLevel.Warning, "The service {Id} could not be told that it is not waited for any more; it asks its instance before it tries again")]
    private partial void LogNotCancelled(OutboxId id, Exception exception);
}
