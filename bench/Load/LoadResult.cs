namespace Stator.Bench.Load;

/// <summary>What was measured.</summary>
internal sealed class LoadResult
{
    private readonly List<int> _latenciesMicros;

    public LoadResult(List<int> latenciesMicros, double seconds, TimeSpan cpu, TimeSpan ownCpu)
    {
        _latenciesMicros = latenciesMicros;
        _latenciesMicros.Sort();
        Seconds = seconds;
        CpuMicrosPerEvent = cpu.TotalMicroseconds / Math.Max(1, Events);
        OwnCpuMicrosPerEvent = ownCpu.TotalMicroseconds / Math.Max(1, Events);
    }

    public int Events => _latenciesMicros.Count;

    public double Seconds { get; }

    /// <summary>Processor time of those who were asked, and of what they started.</summary>
    public double CpuMicrosPerEvent { get; }

    /// <summary>Processor time of this program.</summary>
    public double OwnCpuMicrosPerEvent { get; }

    /// <summary>In milliseconds.</summary>
    public double Percentile(double percent) =>
        Events == 0 ? 0 : _latenciesMicros[Math.Min(Events - 1, (int)(Events * percent / 100))] / 1000.0;
}
