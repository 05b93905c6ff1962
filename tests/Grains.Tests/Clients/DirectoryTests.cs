using Stator.Grains.Tests.Support;
using Stator.Machines;
using Stator.Machines.Stores;
using Stator.Machines.Tests.Support;

namespace Stator.Grains.Tests.Clients;

/// <summary>What is asked of a silo as a whole.</summary>
public sealed class DirectoryTests
{
    [Fact]
    public async Task WhetherItIsReadyIsAnsweredWhileManyFind()
    {
        var store = new SlowToFind(new MemoryStore());
        await using var silos = await TestSilos.StartAsync(1, Kept.InRows, new ManualTime(), store);
        var many = 4 * Environment.ProcessorCount;
        var finds = Enumerable.Range(0, many).Select(_ => silos.Client.FindAsync(new InstanceQuery())).ToList();
        await Eventually.Holds(() => store.Waiting == many, "all of them are under way");

        await silos.Client.CheckReadyAsync().WaitAsync(TimeSpan.FromSeconds(10));

        store.Gate.SetResult();
        Assert.All(await Task.WhenAll(finds), page => Assert.Empty(page.Instances));
    }

    private sealed class SlowToFind(IDurableStore inner) : InterceptedStore(inner)
    {
        private int _waiting;

        public TaskCompletionSource Gate { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Waiting => Volatile.Read(ref _waiting);

        protected override async Task<T> CallAsync<T>(string member, Func<Task<T>> call)
        {
            if (member == nameof(FindAsync))
            {
                Interlocked.Increment(ref _waiting);
                await Gate.Task;
            }

            return await call();
        }
    }
}
