using System.Diagnostics;
using System.Globalization;
using Stator.Torture.Plants;
using Stator.Torture.Processes;

namespace Stator.Torture.Simulation;

/// <summary>The simulation in a process of its own, which has one thread for tasks (<see cref="PoolOfOne"/>).</summary>
internal static class SimulationProcess
{
    /// <summary>How the tool ends that was interrupted and had found nothing until then.</summary>
    private const int Interrupted = 130;

    /// <returns>Whether every promise was kept.</returns>
    public static async Task<bool> RunAsync(TortureOptions options, CancellationToken cancellation)
    {
        var words = BesideTerminal.Start([options.Tool[0], .. Arguments(options)]);
        var start = new ProcessStartInfo(words[0], words[1..]) { RedirectStandardOutput = true };
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

        return process.ExitCode is 0 || (process.ExitCode is Interrupted && cancellation.IsCancellationRequested);
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

    /// <summary>It ends after the run under way.</summary>
    private static void Interrupt(Process process)
    {
        if (!process.HasExited)
        {
            using var signal = Process.Start("kill", ["-TERM", Text(process.Id)]);
            signal.WaitForExit();
        }
    }

    private static string Text(IFormattable number) => number.ToString(null, CultureInfo.InvariantCulture);
}
