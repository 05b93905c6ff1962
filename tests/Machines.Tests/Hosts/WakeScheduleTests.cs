using Stator.Embedded.Timers;

namespace Stator.Machines.Tests.Hosts;

/// <summary>The order in which instances are woken, beside the simplest model of it.</summary>
public class WakeScheduleTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void ItWakesWhoIsDueEarliestFirst(int seed)
    {
        var random = new Random(seed);
        var schedule = new WakeSchedule<MachineAddress>();
        var model = new Dictionary<MachineAddress, long>();
        for (var i = 0; i < 20_000; i++)
        {
            var address = new MachineAddress("m", $"{random.Next(50)}");
            switch (random.Next(4))
            {
                case 0:
                    schedule.Remove(address);
                    model.Remove(address);
                    break;
                case 1:
                    Assert.Equal(model.Count == 0 ? null : model.Values.Min(), schedule.NextMs);
                    break;
                case 2:
                    TakeOne(schedule, model, now: i);
                    break;
                default:
                    var due = i + random.Next(-10, 1000);
                    schedule.Set(address, due);
                    model[address] = due;
                    break;
            }
        }
    }

    private static void TakeOne(WakeSchedule<MachineAddress> schedule, Dictionary<MachineAddress, long> model, long now)
    {
        var taken = schedule.TakeDue(now);
        var earliest = model.Count == 0 ? long.MaxValue : model.Values.Min();
        Assert.Equal(earliest <= now, taken is not null);
        if (taken is { } next)
        {
            Assert.Equal((earliest, earliest), (next.DueMs, model[next.Who]));
            model.Remove(next.Who);
        }
    }
}
