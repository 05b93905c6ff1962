using System.Diagnostics;

namespace Stator.Cli.Bench;

/// <summary>One measured figure.</summary>
internal readonly record struct Figure(double EventsPerSecond, double BytesPerEvent);

/// <summary>Times a loop: warmed up, in several rounds, of which the fastest counts, as noise only ever slows down.</summary>
internal static class Stopclock
{
    private const int Batch = 2_000;
    private const int Rounds = 5;
    private static readonly TimeSpan WarmUp = TimeSpan.FromMilliseconds(400);
    private static readonly TimeSpan Round = TimeSpan.FromMilliseconds(300);

    public static Figure Measure(Action<int> loop)
    {
        RunFor(loop, WarmUp);
        var best = default(Figure);
        for (var i = 0; i < Rounds; i++)
        {
            var figure = RunFor(loop, Round);
            best = figure.EventsPerSecond > best.EventsPerSecond ? figure : best;
        }

        return best;
    }

    private static Figure RunFor(Action<int> loop, TimeSpan duration)
    {
        var events = 0L;
        var bytes = GC.GetAllocatedBytesForCurrentThread();
        var started = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(started) < duration)
        {
            loop(Batch);
            events += Batch;
        }

        var elapsed = Stopwatch.GetElapsedTime(started).TotalSeconds;
        return new(events / elapsed, (GC.GetAllocatedBytesForCurrentThread() - bytes) / (double)events);
    }
}
