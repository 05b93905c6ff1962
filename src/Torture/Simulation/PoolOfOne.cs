namespace Stator.Torture.Simulation;

/// <summary>
/// A simulation repeats itself because nothing in it runs beside anything else: the process has one thread that runs tasks, so what is
/// ready runs in the order in which it became ready, and everything that could be ready in another order waits until the simulation
/// picks it.
/// </summary>
internal static class PoolOfOne
{
    /// <summary>What the environment of a process must hold so that it has one thread for tasks.</summary>
    public static IReadOnlyDictionary<string, string> Environment { get; } = new Dictionary<string, string>
    {
        ["DOTNET_PROCESSOR_COUNT"] = "1",
        ["DOTNET_ThreadPool_ForceMinWorkerThreads"] = "1",
        ["DOTNET_ThreadPool_ForceMaxWorkerThreads"] = "1",
    };

    /// <summary>Whether this process has one.</summary>
    public static bool IsHere
    {
        get
        {
            ThreadPool.GetMaxThreads(out var threads, out _);
            return threads == 1;
        }
    }

    /// <summary>Returns when all other tasks of this process wait for something that only the caller can bring about.</summary>
    public static async Task SettleAsync()
    {
        do
        {
            await Task.Yield();
        }
        while (ThreadPool.PendingWorkItemCount > 0);
    }
}
