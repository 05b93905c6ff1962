using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Stator.Machines.Services;

namespace Stator.Grains.Services;

/// <summary>Runs attempts of services in a silo, no more of each at a time than its bound.</summary>
internal sealed class ServiceRunning(MachineCode code, StatorOptions options, TimeProvider time, ILogger<AttemptRunner> logger)
{
    private readonly ServiceFinder _finder = new(code, options);
    private readonly AttemptRunner _attempts = new(new(code, options), time, logger);
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _bounds = new(StringComparer.Ordinal);

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
}
