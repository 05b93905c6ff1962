using Microsoft.Extensions.Logging;
using Stator.Grains.Machines;
using Stator.Machines.Stores;

namespace Stator.Grains.Services;

/// <summary>Starts and ends the services that an instance waits for. What gets lost on the way is asked for again with the instance's reminder.</summary>
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
                _ = DoAsync(id, service => service.CancelAsync());
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
        _ = DoAsync(invocation.Id, service => service.StartAsync(invocation, version, isNew));
    }

    private async Task DoAsync(OutboxId id, Func<IServiceGrain, Task> call)
    {
        try
        {
            await call(grains.GetService(id)).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            LogNotReached(id, e);
        }
    }

    [LoggerMessage(220, LogLevel.Warning, "The service {Id} could not be reached; this is tried again with the instance's reminder")]
    private partial void LogNotReached(OutboxId id, Exception exception);
}
