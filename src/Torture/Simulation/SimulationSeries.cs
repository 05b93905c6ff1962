using Stator.Torture.Plants;
using Stator.Torture.Stores;

namespace Stator.Torture.Simulation;

/// <summary>
/// One run of the simulation after the other. Of each seed: a run in which no call fails, the same once more to see that it is the same,
/// one in which many calls fail, and those in which one call fails, each in each way.
/// </summary>
internal sealed class SimulationSeries(SimulationSettings settings, TextWriter output)
{
    /// <summary>Of how many calls each is failed in turn, of a seed that is not swept whole.</summary>
    private const int Sampled = 15;

    private const int ShownViolations = 10;

    private readonly TimeProvider _clock = TimeProvider.System;
    private long _lastProgress;
    private long _began;

    public SimulationTally Tally { get; } = new();

    /// <returns>Whether every promise was kept.</returns>
    public async Task<bool> RunAsync(CancellationToken cancellation)
    {
        _began = _lastProgress = _clock.GetTimestamp();
        for (var seed = settings.Seed; !IsOver(seed, cancellation); seed++)
        {
            foreach (var plan in await PlansOfAsync(seed, cancellation).ConfigureAwait(false))
            {
                if (IsOver(seed, cancellation))
                {
                    break;
                }

                await RunAsync(plan).ConfigureAwait(false);
            }
        }

        await WriteAsync($"simulation: {Tally}").ConfigureAwait(false);
        return Tally.Violations == 0;
    }

    private bool IsOver(int seed, CancellationToken cancellation) =>
        cancellation.IsCancellationRequested || _clock.GetElapsedTime(_began) >= settings.Duration || seed - settings.Seed >= settings.Seeds
        || (Tally.Violations > 0 && settings.Plant != Plant.None);

    /// <summary>The runs of a seed. The first two tell how many calls there are to fail.</summary>
    private async Task<IEnumerable<SimulationPlan>> PlansOfAsync(int seed, CancellationToken cancellation)
    {
        var calm = Of(SimulationPlan.Calm(seed));
        var first = await RunAsync(calm).ConfigureAwait(false);
        if (IsOver(seed, cancellation))
        {
            return [];
        }

        var second = await RunAsync(calm).ConfigureAwait(false);
        if (first.Digest != second.Digest)
        {
            Tally.Violations++;
            await WriteAsync($"violation: seed {seed} does not repeat itself: {DifferenceOf(first.Trace, second.Trace)}").ConfigureAwait(false);
        }

        var random = new Random(seed);
        var sweep =
            from call in Enumerable.Range(1, first.Calls)
            where settings.SweepsWhole || random.Next(first.Calls) < Sampled
            from fault in Enum.GetValues<CallFault>()
            select Of(SimulationPlan.Failing(seed, call, fault));
        return [Of(SimulationPlan.Stormy(seed)), Of(SimulationPlan.Stormy(seed)) with { OnSqlite = settings.OnSqlite, Steps = 600 }, .. sweep];
    }

    private SimulationPlan Of(SimulationPlan plan) => plan with { OnSqlite = settings.OnSqlite, Plant = settings.Plant, Steps = settings.Steps };

    private async Task<SimulationResult> RunAsync(SimulationPlan plan)
    {
        SimulationResult result;
        try
        {
            result = await SimulatedRun.RunAsync(plan).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"The run of seed {plan.Seed} ({plan.What}) did not come to its end. {e.Message}", e);
        }

        Tally.Add(result);
        if (!result.IsClean)
        {
            await TellAsync(result).ConfigureAwait(false);
        }

        if (_clock.GetElapsedTime(_lastProgress) > TimeSpan.FromSeconds(5))
        {
            _lastProgress = _clock.GetTimestamp();
            await WriteAsync($"simulation: {Tally}, at seed {plan.Seed}").ConfigureAwait(false);
        }

        return result;
    }

    private async Task TellAsync(SimulationResult result)
    {
        await WriteAsync($"violation: seed {result.Plan.Seed}, {result.Plan.What}:").ConfigureAwait(false);
        foreach (var violation in result.Violations.Take(ShownViolations))
        {
            await WriteAsync($"  {violation}").ConfigureAwait(false);
        }

        if (settings.TraceDirectory is { } directory)
        {
            Directory.CreateDirectory(directory);
            var path = Path.Combine(directory, $"seed-{result.Plan.Seed}-{Tally.Runs}.txt");
            await File.WriteAllTextAsync(path, $"{result.Plan.What}\n{result.Trace}").ConfigureAwait(false);
            await WriteAsync($"  what happened is in {path}").ConfigureAwait(false);
        }
    }

    private static string DifferenceOf(string first, string second)
    {
        var (a, b) = (first.Split('\n'), second.Split('\n'));
        var at = Enumerable.Range(0, Math.Min(a.Length, b.Length)).FirstOrDefault(i => a[i] != b[i], -1);
        return at < 0 ? "the same happened, and something else came of it" : $"line {at + 1} is '{a[at]}', and then '{b[at]}'";
    }

    private Task WriteAsync(string line) => output.WriteLineAsync(line);
}

/// <summary>How a series is to be run.</summary>
/// <param name="Seed">The first seed; each one after it is one more.</param>
/// <param name="Duration">How long at most.</param>
/// <param name="Seeds">How many seeds at most.</param>
/// <param name="SweepsWhole">Whether every call is failed, or some.</param>
internal sealed record SimulationSettings(int Seed, TimeSpan Duration, int Seeds = int.MaxValue, bool SweepsWhole = false)
{
    public bool OnSqlite { get; init; }

    public Plant Plant { get; init; } = Plant.None;

    public int Steps { get; init; } = 250;

    /// <summary>Where what happened in a run with violations is written; null for nowhere.</summary>
    public string? TraceDirectory { get; init; }
}

/// <summary>What a series has done so far.</summary>
internal sealed class SimulationTally
{
    public long Runs { get; private set; }

    public long Violations { get; set; }

    private long Turns { get; set; }

    /// <summary>Of all that happened in all runs: two processes with the same seed print the same.</summary>
    private string Digest { get; set; } = "";

    private long Acknowledged { get; set; }

    private long Faults { get; set; }

    private long Crashes { get; set; }

    private long Timers { get; set; }

    private long Sends { get; set; }

    private long Services { get; set; }

    public void Add(SimulationResult result)
    {
        Runs++;
        Turns += result.Report.Turns;
        Acknowledged += result.Report.Acknowledged;
        Timers += result.Report.Timers;
        Sends += result.Report.Sends;
        Services += result.Report.Services;
        Faults += result.Faults;
        Crashes += result.Crashes;
        Digest = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(Digest + result.Digest)));
        Violations += result.Report.ViolationCount + result.Surprises.Count;
    }

    public override string ToString() =>
        $"{Runs} runs, {Turns} turns, {Acknowledged} acknowledged, {Timers} timers, {Sends} sends, {Services} services, {Faults} faults, {Crashes} crashes, {Violations} violations (digest {Digest[..Math.Min(Digest.Length, 12)]})";
}
