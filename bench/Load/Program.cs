using System.Globalization;
using Stator.Bench.Load;

if (LoadPlan.Parse(args) is not { } plan)
{
    Console.Error.WriteLine(LoadPlan.Usage);
    return 2;
}

using var run = new LoadRun(plan);
var result = run.Measure();
Console.WriteLine(string.Create(
    CultureInfo.InvariantCulture,
    $$"""{"eventsPerSecond":{{result.Events / result.Seconds:F1}},"events":{{result.Events}},"p50Ms":{{result.Percentile(50):F3}},"p99Ms":{{result.Percentile(99):F3}},"maxMs":{{result.Percentile(100):F3}},"cpuMicrosPerEvent":{{result.CpuMicrosPerEvent:F1}},"ownCpuMicrosPerEvent":{{result.OwnCpuMicrosPerEvent:F1}}}"""));
return 0;
