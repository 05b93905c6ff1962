namespace Stator.Bench.Durable;

/// <summary>Percentiles of what was measured.</summary>
internal static class Figures
{
    /// <summary>The value that so many percent of all do not exceed.</summary>
    public static double Percentile(this List<double> sorted, double percent) =>
        sorted[Math.Min(sorted.Count - 1, (int)(sorted.Count * percent / 100))];
}
