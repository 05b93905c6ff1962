using Stator.Torture.Plants;
using Stator.Torture.Processes;
using Stator.Torture.Simulation;

namespace Stator.Torture;

/// <summary>Runs what was asked for, one kind after the other, and says whether every promise was kept.</summary>
internal static class TortureRun
{
    /// <returns>Whether every promise was kept.</returns>
    public static async Task<bool> RunAsync(TortureOptions options, CancellationToken cancellation)
    {
        if (PoolOfOne.IsHere)
        {
            // This is the process that was started for the simulation.
            return await SimulateAsync(options, cancellation).ConfigureAwait(false);
        }

        await options.Out.WriteLineAsync($"seed {options.Seed}").ConfigureAwait(false);
        var isClean = options.Only == TorturePart.Cluster
            ? await RunClusterAsync(options, cancellation).ConfigureAwait(false)
            : await RunHostAsync(options, cancellation).ConfigureAwait(false);
        await options.Out.WriteLineAsync(
            !isClean ? "A promise was not kept."
            : cancellation.IsCancellationRequested ? "Interrupted; every promise was kept until then."
            : "Every promise was kept.").ConfigureAwait(false);
        return isClean;
    }

    private static async Task<bool> RunHostAsync(TortureOptions options, CancellationToken cancellation)
    {
        var isClean = true;
        var hasBoth = options.Only is null && options.Store != StoreKind.Memory && options.Plant == Plant.None;
        if (options.Only != TorturePart.Processes || options.Store == StoreKind.Memory || options.Plant != Plant.None)
        {
            var share = hasBoth ? options.Duration / 3 : options.Duration;
            isClean &= await SimulationProcess.RunAsync(options with { Duration = share }, cancellation).ConfigureAwait(false);
        }

        if (!cancellation.IsCancellationRequested && (hasBoth || options is { Only: TorturePart.Processes, Store: not StoreKind.Memory }))
        {
            isClean &= await RunProcessesAsync(options with { Duration = hasBoth ? options.Duration * 2 / 3 : options.Duration }, cancellation).ConfigureAwait(false);
        }

        return isClean;
    }

    private static async Task<bool> RunProcessesAsync(TortureOptions options, CancellationToken cancellation)
    {
        ServedStore store = options.Store == StoreKind.Postgres ? await ServedPostgres.StartAsync(options.Connection).ConfigureAwait(false) : new ServedSqlite();
        await using var closing = store.ConfigureAwait(false);
        return await new ProcessRun(options, store, definitions => new ServerMischief(options, store, definitions)).RunAsync(cancellation).ConfigureAwait(false);
    }

    private static async Task<bool> RunClusterAsync(TortureOptions options, CancellationToken cancellation)
    {
        var store = await ServedPostgres.StartAsync(options.Connection).ConfigureAwait(false);
        await using var closing = store.ConfigureAwait(false);
        return await new ProcessRun(options, store, definitions => new ClusterMischief(options, store, definitions)).RunAsync(cancellation).ConfigureAwait(false);
    }

    private static Task<bool> SimulateAsync(TortureOptions options, CancellationToken cancellation)
    {
        var settings = new SimulationSettings(options.Seed, options.Duration, options.Seeds, options.SweepsWhole)
        {
            OnSqlite = options.Store == StoreKind.Sqlite,
            Plant = options.Plant,
            TraceDirectory = options.TraceDirectory,
        };

        // On the one thread for tasks, and not on the one that the process began with.
        return Task.Run(() => new SimulationSeries(settings, options.Out).RunAsync(cancellation), CancellationToken.None);
    }
}
