using System.Diagnostics;
using System.Globalization;
using Stator.Torture.Plants;

namespace Stator.Torture.Simulation;

/// <summary>The simulation in a process of its own, which has one thread for tasks (<see cref="PoolOfOne"/>).</summary>
internal static class SimulationProcess
{
    /// <returns>Whether every promise was kept.</returns>
    public static async Task<bool> RunAsync(TortureOptions options, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(options.Tool[0]) { RedirectStandardOutput = true };
        foreach (var argument in Arguments(options))
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in PoolOfOne.Environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var interrupted = cancellation.Register(() => Interrupt(process));
        await using (interrupted.ConfigureAwait(false))
        {
            while (await process.StandardOutput.ReadLineAsync(CancellationToken.None).ConfigureAwait(false) is { } line)
            {
                await options.Out.WriteLineAsync(line).ConfigureAwait(false);
            }

            await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
        }

        return process.ExitCode == 0;
    }

    private static IEnumerable<string> Arguments(TortureOptions options)
    {
        string[] always =
        [
            .. options.Tool.Skip(1), "torture", "--only", "simulation", "--seed", Text(options.Seed), "--minutes", Text(options.Duration.TotalMinutes),
            "--store", options.Store == StoreKind.Sqlite ? "sqlite" : "memory", "--seeds", Text(options.Seeds), "--plant", PlantNames.Of(options.Plant),
        ];
        string[] sweep = options.SweepsWhole ? ["--every-call"] : [];
        string[] trace = options.TraceDirectory is { } directory ? ["--traces", directory] : [];
        return [.. always, .. sweep, .. trace];
    }

    /// <summary>It ends after the run under way; where it does not, it is ended.</summary>
    private static void Interrupt(Process process)
    {
        if (!process.HasExited)
        {
            using var signal = Process.Start("kill", ["-INT", Text(process.Id)]);
            signal.WaitForExit();
        }
    }

    private static string Text(IFormattable number) => number.ToString(null, CultureInfo.InvariantCulture);
}
