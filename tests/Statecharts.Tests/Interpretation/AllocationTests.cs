using Stator.Statecharts.Interpretation;
using Stator.Statecharts.Tests.Support;

namespace Stator.Statecharts.Tests.Interpretation;

public sealed class AllocationTests
{
    [Theory]
    [InlineData("{ 'id': 'm', 'initial': 'a', 'states': { 'a': { 'on': { 'T': 'b' } }, 'b': { 'on': { 'T': 'a' } } } }", 200)]
    [InlineData("{ 'id': 'm', 'initial': 'a', 'states': { 'a': { 'on': { 'OTHER': 'a' } } } }", 0)]
    public void A_step_allocates_little(string machine, long limit)
    {
        const int steps = 10_000;
        var chart = Chart.Start(machine);
        var (snapshot, happened) = (chart.Snapshot, new Event("T"));
        Run();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Run();
        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / steps, 0, limit);

        void Run()
        {
            for (var i = 0; i < steps; i++)
            {
                snapshot = Statechart.Step(chart.Definition, snapshot, happened, DateTimeOffset.UnixEpoch).Accepted;
            }
        }
    }
}
