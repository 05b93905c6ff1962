using System.Buffers.Text;
using System.Text;
using Orleans.Runtime;
using Stator.Grains.Abstractions;
using Stator.Grains.Machines;
using Stator.Grains.Tests.Support;
using Stator.Machines;
using Stator.Machines.Stores;
using Stator.Machines.Tests.Support;
using Stator.Statecharts.Data;
using Stator.Statecharts.Snapshots;

namespace Stator.Grains.Tests.Faults;

/// <summary>Invocations that somebody outside completes wait in the store, for as long as it takes.</summary>
public sealed class ExternalServiceTests
{
    private static readonly MachineAddress K = new("review", "k");

    private readonly ManualTime _time = new();

    [Theory]
    [InlineData(nameof(Kept.InRows))]
    [InlineData(nameof(Kept.Whole))]
    public async Task OneWithoutHeartbeatsIsNotInMemory(string kept)
    {
        await using var silos = await StartAsync(kept);
        await silos.PublishAsync(Review("{}"));
        var token = await CreateAsync(silos);
        await LeavesMemoryAsync(silos, token);

        var receipt = await silos.Client.Invocations.CompleteAsync(token, ObjectValue.Of(("said", "yes")));

        Assert.Equal(SnapshotStatus.Done, receipt.Status);
        Assert.Equal("already_settled", (await Assert.ThrowsAsync<RequestRefusedException>(() => silos.Client.Invocations.HeartbeatAsync(token))).Fault.Code);
    }

    [Theory]
    [InlineData(nameof(Kept.InRows))]
    [InlineData(nameof(Kept.Whole))]
    public async Task OneWithHeartbeatsIsLookedForWhenTheyAreDue(string kept)
    {
        await using var silos = await StartAsync(kept);
        await silos.PublishAsync(Review("""{ "heartbeat": "PT10M" }"""));
        var token = await CreateAsync(silos);
        await LeavesMemoryAsync(silos, token);
        _time.Advance(TimeSpan.FromMinutes(9));
        var heardAt = _time.GetUtcNow();
        await silos.Client.Invocations.HeartbeatAsync(token);
        await LeavesMemoryAsync(silos, token);

        _time.Advance(TimeSpan.FromMinutes(5));
        await RemindAsync(silos);
        await Eventually.Holds(() => IsInMemory(silos, token), "it is looked for");
        await LeavesMemoryAsync(silos, token);
        Assert.Equal(SnapshotStatus.Active, (await silos.Client.GetSnapshotAsync(K)).Status);

        _time.Advance(TimeSpan.FromMinutes(5));
        await RemindAsync(silos);
        await Eventually.Holds(async () => (await silos.Client.GetSnapshotAsync(K)).Status == SnapshotStatus.Done, "silence is a failure");
        var end = (await silos.Client.GetHistoryAsync(K)).Turns[^1];
        Assert.InRange(end.At, heardAt.AddMinutes(10), DateTimeOffset.MaxValue);
        Assert.Contains("heartbeat_timeout", end.Detail.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AHeartbeatOfMonthsIsWaitedFor()
    {
        await using var silos = await StartAsync(nameof(Kept.InRows));
        await silos.PublishAsync(Review("""{ "heartbeat": "P60D" }"""));
        await CreateAsync(silos);
        _time.Advance(TimeSpan.FromDays(59));
        Assert.Equal(SnapshotStatus.Active, (await silos.Client.GetSnapshotAsync(K)).Status);

        await Eventually.Holds(
            async () =>
            {
                _time.Advance(TimeSpan.FromDays(1));
                return (await silos.Client.GetSnapshotAsync(K)).Status == SnapshotStatus.Done;
            },
            "silence is a failure");
    }

    /// <summary>A further attempt begins when the one before has failed, and is as good after the grain was gone.</summary>
    [Theory]
    [InlineData(nameof(Kept.InRows))]
    [InlineData(nameof(Kept.Whole))]
    public async Task OneThatFailsWaitsOnceMore(string kept)
    {
        await using var silos = await StartAsync(kept);
        await silos.PublishAsync(Review("""{ "heartbeat": "PT10M" }""", """, "retry": { "maxAttempts": 2 }"""));
        var token = await CreateAsync(silos);
        await silos.Client.Invocations.FailAsync(token, ObjectValue.Of(("message", "no time")));
        await LeavesMemoryAsync(silos, token);
        Assert.Equal(2, Assert.Single((await silos.Client.GetSnapshotAsync(K)).Invocations).Attempt);

        Assert.Equal(SnapshotStatus.Done, (await silos.Client.Invocations.FailAsync(token, ObjectValue.Of(("message", "no time")))).Status);
    }

    private static string Review(string input, string retry = "") => $$"""
        { "id": "review", "version": "1", "initial": "waiting", "states": {
            "waiting": { "invoke": { "src": "external", "input": {{input}}, "onDone": "over", "onError": "over"{{retry}} } },
            "over": { "type": "final" } } }
        """;

    private async Task<TestSilos> StartAsync(string kept)
    {
        var silos = await TestSilos.StartAsync(1, Enum.Parse<Kept>(kept), _time);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        return silos;
    }

    private static async Task<string> CreateAsync(TestSilos silos)
    {
        await silos.Client.CreateAsync(K, new());
        return Assert.Single((await silos.Client.GetSnapshotAsync(K)).Invocations).Token!;
    }

    /// <summary>What the reminder of the instance does when it is due: that goes by a clock of its own.</summary>
    private static Task RemindAsync(TestSilos silos) =>
        silos.Cluster.Client.GetMachine(K).AsReference<IRemindable>().ReceiveReminder(Alarm.ReminderName, default);

    /// <summary>Has Orleans put to rest what nobody uses.</summary>
    private static Task LeavesMemoryAsync(TestSilos silos, string token) => Eventually.Holds(
        async () =>
        {
            await silos.Cluster.Client.GetGrain<IManagementGrain>(0).ForceActivationCollection(TimeSpan.Zero);
            return !IsInMemory(silos, token);
        },
        "it waits in the store");

    private static bool IsInMemory(TestSilos silos, string token)
    {
        var name = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(token.AsSpan(0, token.IndexOf('.', StringComparison.Ordinal))));
        return silos.Cluster.TryGetGrainContext(silos.Cluster.Client.GetService(OutboxId.Parse(name)).GetGrainId(), out _);
    }
}
