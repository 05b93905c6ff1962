using System.Diagnostics;

namespace Stator.Machines.Tests.Support;

/// <summary>Asks again until something holds. The deadline only bounds a failing test.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    public static Task Holds(Func<bool> condition, string what) => Holds(() => Task.FromResult(condition()), what);

    public static async Task Holds(Func<Task<bool>> condition, string what, TimeSpan? deadline = null)
    {
        var began = Stopwatch.GetTimestamp();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (!await condition())
        {
            Assert.True(Stopwatch.GetElapsedTime(began) < (deadline ?? Deadline), $"This never came to hold: {what}");
            await timer.WaitForNextTickAsync();
        }
    }
}
