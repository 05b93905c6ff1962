using Microsoft.Extensions.Logging.Abstractions;
using Stator.Machines.Hosting;
using Stator.Machines.Stores;
using Stator.Machines.Tests.Support;

namespace Stator.Machines.Tests.Incidents;

/// <summary>An incident never outlives what it is about, whoever sees to it.</summary>
public class IncidentLogTests
{
    private static readonly IncidentSubject Subject = new(new("teller", "k"), IncidentKind.Delivery, "teller/k#3.0");

    [Fact]
    public async Task WhoeverSettlesWhatSomebodyElseJustSettledWaitsForTheStoreTooBeforeMoreIsRemoved()
    {
        var store = new SlowToForget(new());
        using var log = new IncidentLog(store, new(), new ManualTime(), NullLogger<IncidentLog>.Instance);
        await log.StartAsync(default);
        log.Raise(Subject, new("unknown_instance", "There is none."), 5);
        await Eventually.Holds(async () => (await store.LoadIncidentsAsync(null, null, 0, 10, default)).Count == 1, "it is in the store");

        var first = log.SettleAsync(Subject, default);
        var second = log.SettleAsync(Subject, default);
        Assert.False(log.IsOpen(Subject));
        Assert.False(second.IsCompleted);

        store.Gate.SetResult();
        await Task.WhenAll(first, second);
        Assert.Empty(await store.LoadIncidentsAsync(null, null, 0, 10, default));
        Assert.True(log.SettleAsync(Subject, default).IsCompletedSuccessfully);
        await log.StopAsync();
    }

    /// <summary>A store that forgets incidents only when the gate is open.</summary>
    private sealed class SlowToForget(MemoryStore inner) : InterceptedStore(inner)
    {
        public TaskCompletionSource Gate { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        protected override async Task<T> CallAsync<T>(string member, Func<Task<T>> call)
        {
            if (member == nameof(RemoveIncidentsAsync))
            {
                await Gate.Task;
            }

            return await call();
        }
    }
}
