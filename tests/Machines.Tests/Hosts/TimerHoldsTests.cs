using Microsoft.Extensions.Logging.Abstractions;
using Stator.Machines.Hosting;
using Stator.Machines.Instances;
using Stator.Machines.Stores;
using Stator.Machines.Tests.Support;
using Stator.Statecharts;
using Stator.Statecharts.Interpretation;

namespace Stator.Machines.Tests.Hosts;

/// <summary>A refused timer is tried again after its pause, and never before it is due.</summary>
public class TimerHoldsTests
{
    private static readonly MachineAddress Address = new("alarms", "k");

    [Fact]
    public void ATimerThatMayBeTriedAtOnceWaitsUntilItIsDue()
    {
        var start = ManualTime.Start;
        var snapshot = Statechart.Start(Charts.Parse(Charts.Alarms), default, start).Snapshot!;
        var first = snapshot.NextTimer()!;
        using var incidents = new IncidentLog(new MemoryStore(), new(), new ManualTime(), NullLogger<IncidentLog>.Instance);
        var holds = new TimerHolds();

        // It was refused by a clock that went ahead, which has been set back since; then an operator lets all be tried again.
        holds.Refuse(Address, new(first.Number, new("action_failed", "no")), incidents, new(), start.AddHours(1));
        Assert.Equal(start.AddSeconds(2).ToUnixTimeMilliseconds(), holds.NextWakeMs(snapshot));
        holds.Release();
        Assert.Equal(start.AddSeconds(1).ToUnixTimeMilliseconds(), holds.NextWakeMs(snapshot));
    }
}
