
namespace Stator.Machines.Hosting;

/// <summary>The pauses between attempts: doubled from time to time, up to 64 times the first one.</summary>
internal static class Pauses
{
    /// <summary>How long to wait after that many attempts; after none as after one.</summary>
    public static TimeSpan After(StatorOptions options, int attempts) => options.RetryInterval * (1 << Math.Clamp(attempts - 1, 0, 6));

    /// <summary>Waits; false where the host stops meanwhile.</summary>
    public static async Task<bool> WaitAsync(StatorOptions options, int attempts, TimeProvider time, CancellationToken stopping)
    {
        try
        {
            await Task.Delay(After(options, attempts), time, stopping).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
