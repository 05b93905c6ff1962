namespace Stator.Interpreters.Tests;

public class AllocationTests
{
    [Fact]
    public void A_send_to_a_toggle_allocates_less_than_200_bytes()
    {
        var interpreter = new SyncInterpreter(Charts.Toggle).Start();
        Send(interpreter, 1000);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Send(interpreter, 1000);
        var perSend = (GC.GetAllocatedBytesForCurrentThread() - before) / 1000.0;

        Assert.InRange(perSend, 0, 199);
    }

    [Fact]
    public void A_machine_without_timers_never_asks_for_the_time()
    {
        var interpreter = new SyncInterpreter(Charts.Toggle, options: new() { TimeProvider = new BrokenClock() });

        interpreter.Start().SendEvents("T", "T", "T");
        interpreter.Stop();

        Assert.Equal(InterpreterStatus.Stopped, interpreter.Status);
    }

    private static void Send(SyncInterpreter interpreter, int times)
    {
        for (var i = 0; i < times; i++)
        {
            interpreter.Send("T");
        }
    }

    private sealed class BrokenClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => throw new InvalidOperationException("Nobody should ask.");
    }
}
