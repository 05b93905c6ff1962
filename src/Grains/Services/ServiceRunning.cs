using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Stator.Machines.Services;

namespace Stator.Grains.Services;

/// <summary>Runs attempts of services in a silo, no more of each at a time than its bound.</summary>
internal sealed partial class ServiceRunning(MachineCode code, StatorOptions options, TimeProvider time, ILogger<AttemptRunner> logger)
{
    private readonly ILogger _logger = logger;
    private readonly ServiceFinder _finder = new(code, options);
    private readonly AttemptRunner _attempts = new(new(code, options), time, logger);
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _bounds = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Task, CancellationTokenSource> _underWay = [];
    private volatile bool _hasStopped;

    /// <summary>When the silo began, in milliseconds since the Unix epoch.</summary>
    public long StartedMs { get; } = time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Runs one attempt to its end, once there is room for it.</summary>
    public async Task<AttemptResult> RunAsync(ServiceAttempt attempt)
    {
        var (name, limit) = _finder.BoundOf(attempt.Id.Address, attempt.Start);
        var bound = _bounds.GetOrAdd(name, _ => new(limit));
        try
        {
            await bound.WaitAsync(attempt.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return new();
        }

        try
        {
            return await _attempts.RunAsync(attempt).ConfigureAwait(false);
        }
        finally
        {
            bound.Release();
        }
    }

    /// <summary>Knows of a run until it has ended.</summary>
    /// <param name="run">The run of an invocation, which does not fail.</param>
    /// <param name="ending">Tells it to end.</param>
    public void Follow(Task run, CancellationTokenSource ending)
    {
        _underWay[run] = ending;
        _ = ForgetAsync(run);
    }

    /// <summary>Tells all runs to end, and waits for them while their instances are still there to take what has ended just now.</summary>
    public async Task StopAsync(CancellationToken cancellation)
    {
        await Task.WhenAll(_underWay.Values.Select(ending => ending.CancelAsync())).ConfigureAwait(false);
        var haveEnded = await HasEndedAsync(Task.WhenAll(_underWay.Keys), cancellation).ConfigureAwait(false);
        _hasStopped = true;
        if (!haveEnded)
        {
            LogStillRunning(_underWay.Count, options.ServiceStopTimeout);
        }
    }

    /// <summary>Whether a run that was told to end does so in the time it has for that; measured by a real clock, as the stop of a silo is. Afterwards none has.</summary>
    public async Task<bool> HasEndedAsync(Task run, CancellationToken cancellation)
    {
        await run.WaitAsync(_hasStopped ? TimeSpan.Zero : options.ServiceStopTimeout, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return run.IsCompleted;
    }

    private async Task ForgetAsync(Task run)
    {
        await run.ConfigureAwait(false);
        _underWay.TryRemove(run, out _);
    }

    [LoggerMessage(227, LogLevel.Warning, "{Count} services were told to end and are not waited for any longer ({Timeout}); they run again")]
    private partial void LogStillRunning(int count, TimeSpan timeout);
}
