using Stator.Machines.Hosting;
using Stator.Machines.Tests.Support;

namespace Stator.Machines.Tests.Hosts;

public class BatchLoopsTests
{
    [Fact]
    public async Task WhatComesWhileABatchIsHandledGoesTogether()
    {
        var batches = new List<int>();
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var loops = new BatchLoops<int>(3, async batch =>
        {
            batches.Add(batch.Count);
            await gate.Task;
        });
        loops.Start(1);
        loops.TryAdd(0);
        await Eventually.Holds(() => batches.Count == 1, "the first is handled");
        Assert.All(Enumerable.Range(1, 5), i => Assert.True(loops.TryAdd(i)));
        Assert.True(loops.HasMore);
        gate.SetResult();
        await loops.StopAsync();

        Assert.Equal([1, 3, 2], batches);
        Assert.False(loops.TryAdd(6));
    }

    [Fact]
    public async Task ABatchThatGathersTakesAlongWhatComesMeanwhile()
    {
        var batches = new List<int>();
        var counts = new List<int>();
        var gathered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var loops = new BatchLoops<int>(
            3,
            batch =>
            {
                batches.Add(batch.Count);
                return Task.CompletedTask;
            },
            waiting =>
            {
                counts.Add(waiting);
                return gathered.Task;
            });
        loops.Start(1);
        loops.TryAdd(0);
        await Eventually.Holds(() => counts.Count == 1, "the first waits for more");
        Assert.All(Enumerable.Range(1, 4), i => Assert.True(loops.TryAdd(i)));
        Assert.Empty(batches);
        gathered.SetResult();
        await loops.StopAsync();

        Assert.Equal([3, 2], batches);
        Assert.Equal([1, 2], counts);
    }

    /// <summary>Whoever adds may begin the batch on its own thread, and with it on the scheduler of its grain, which has other things to do then.</summary>
    [Fact]
    public async Task WhoeverBeganABatchDoesNotHoldUpTheNext()
    {
        var handled = 0;
        var busy = new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler;
        var loops = new BatchLoops<int>(10, _ =>
        {
            Interlocked.Increment(ref handled);
            return Task.CompletedTask;
        });
        loops.Start(1);
        for (var round = 1; round <= 20; round++)
        {
            using var gate = new SemaphoreSlim(0);
            var beginner = Task.Factory.StartNew(
                () =>
                {
                    loops.TryAdd(0);
                    gate.Wait();
                },
                CancellationToken.None, TaskCreationOptions.None, busy);
            await Eventually.Holds(() => Volatile.Read(ref handled) == (2 * round) - 1, "the first was handled");
            loops.TryAdd(0);
            await Eventually.Holds(() => Volatile.Read(ref handled) == 2 * round, "the next one too, while the beginner is busy");
            gate.Release();
            await beginner;
        }

        await loops.StopAsync();
    }
}
