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

    /// <summary>In the thread pool, where what is added and what is done goes on at once, in the thread of this test.</summary>
    [Fact]
    public Task ABatchBeginsBesideAnotherWhenItHasAsManyOrThatOneIsDone() => Task.Run(async () =>
    {
        var batches = new List<Batch>();
        var loops = StartTwo(batches, balance: 1);
        loops.TryAdd(1);
        await Eventually.Holds(() => batches.Count == 1, "the first begins");
        loops.TryAdd(2);
        await Eventually.Holds(() => batches.Count == 2, "the second begins: it has as many as the first");
        Add(3, 4, 5);
        Done(1);
        Done(2);
        Assert.Equal(["1", "2", "3 4 5"], batches.Select(b => b.Items));

        Add(6, 7);
        Assert.Equal(3, batches.Count);
        Add(8);
        Assert.Equal("6 7 8", batches[3].Items);

        Done(4);
        Add(9);
        Assert.Equal(4, batches.Count);
        Done(3);
        Assert.Equal("9", batches[4].Items);

        Done(5);
        await loops.StopAsync();
        Assert.Equal(5, batches.Count);

        void Add(params int[] items) => Assert.All(items, i => Assert.True(loops.TryAdd(i)));

        void Done(int batch) => batches[batch - 1].Done.SetResult();
    });

    [Fact]
    public Task WhereBatchesAreToBeFullTwiceAsManyMustWait() => Task.Run(async () =>
    {
        var batches = new List<Batch>();
        var loops = StartTwo(batches, balance: 2);
        loops.TryAdd(1);
        await Eventually.Holds(() => batches.Count == 1, "the first begins");
        loops.TryAdd(2);
        Assert.Single(batches);
        loops.TryAdd(3);
        await Eventually.Holds(() => batches.Count == 2, "the second begins: it has twice as many as the first");

        batches.ForEach(b => b.Done.SetResult());
        await loops.StopAsync();
        Assert.Equal(["1", "2 3"], batches.Select(b => b.Items));
    });

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

    /// <summary>Two loops whose batches are written down, and done when the test says so.</summary>
    private static BatchLoops<int> StartTwo(List<Batch> batches, int balance)
    {
        var loops = new BatchLoops<int>(
            10,
            items =>
            {
                batches.Add(new(string.Join(' ', items), new()));
                return batches[^1].Done.Task;
            },
            balance: balance);
        loops.Start(2);
        return loops;
    }

    private sealed record Batch(string Items, TaskCompletionSource Done);
}
