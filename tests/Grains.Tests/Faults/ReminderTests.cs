using Microsoft.Extensions.DependencyInjection;
using Orleans.Hosting;
using Orleans.Runtime;
using Stator.Grains.Abstractions;
using Stator.Grains.Machines;
using Stator.Grains.Tests.Support;
using Stator.Machines;
using Stator.Machines.Stores;
using Stator.Machines.Tests.Support;
using Stator.Statecharts;

namespace Stator.Grains.Tests.Faults;

/// <summary>An instance that nobody asks for has a reminder for the first of what is left, and none where nothing is.</summary>
public sealed class ReminderTests
{
    private const string Pair = """
        { "id": "pair", "version": "1", "type": "parallel",
          "states": {
            "short": { "initial": "on", "states": { "on": { "after": { "3600000": "off" } }, "off": {} } },
            "long": { "initial": "off", "states": { "off": { "on": { "ARM": "on" } }, "on": { "after": { "86400000": "off" } } } } } }
        """;

    private const string Switch = """
        { "id": "switch", "version": "1", "initial": "off",
          "states": {
            "off": { "on": { "ON": "on" } },
            "on": { "after": { "3600000": "off" }, "on": { "OFF": "off", "LOOK": {}, "BREAK": "broken" } },
            "broken": { "type": "final" } } }
        """;

    private const string Approval = """
        { "id": "approval", "version": "1", "initial": "asked",
          "states": { "asked": { "invoke": { "src": "external", "onDone": "given" } }, "given": {} } }
        """;

    private readonly ManualTime _time = new();
    private readonly GatedStore _store = new(new MemoryStore());

    [Fact]
    public async Task WhatIsArmedLaterDoesNotMoveTheReminderOfWhatIsDueBefore()
    {
        await using var silos = await StartAsync(Pair);
        var address = new MachineAddress("pair", "k");
        await silos.Client.CreateAsync(address, new());
        await silos.Cluster.DeactivateAsync(silos.Cluster.Client.GetMachine(address));

        await silos.Client.SendAsync(address, new SendRequest(new Event("ARM")));

        var reminder = Assert.Single(await RemindersAsync(silos, address));
        Assert.InRange(reminder.StartAt, DateTime.UtcNow, DateTime.UtcNow + TimeSpan.FromHours(1));
    }

    [Fact]
    public async Task AReminderThatComesInTheMiddleOfATurnStaysForWhatThatTurnArms()
    {
        await using var silos = await StartAsync(Switch);
        var address = new MachineAddress("switch", "k");
        await SendAsync(silos, address, "ON");
        await SendAsync(silos, address, "OFF");
        var gate = _store.Close();
        var sent = SendAsync(silos, address, "ON");
        await Eventually.Holds(() => _store.Waiting == 1, "the turn is being written");
        await silos.Cluster.Client.GetMachine(address).AsReference<IRemindable>().ReceiveReminder(Alarm.ReminderName, default);
        gate.SetResult();
        await sent;
        await SendAsync(silos, address, "LOOK");

        Assert.Single(await RemindersAsync(silos, address));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AnInstanceThatHasEndedHasNoReminder(bool wasAway)
    {
        await using var silos = await StartAsync(Switch);
        var address = new MachineAddress("switch", "k");
        await SendAsync(silos, address, "ON");
        Assert.Single(await RemindersAsync(silos, address));
        if (wasAway)
        {
            await silos.Cluster.DeactivateAsync(silos.Cluster.Client.GetMachine(address));
        }

        await SendAsync(silos, address, "BREAK");

        await Eventually.Holds(async () => (await RemindersAsync(silos, address)).Count == 0, "the reminder is gone");
    }

    [Theory]
    [InlineData(nameof(Kept.InRows))]
    [InlineData(nameof(Kept.Whole))]
    public async Task AnInstanceThatOnlyWaitsForEventsHasNoReminder(string kept)
    {
        await using var silos = await StartAsync(Charts.Counter, Enum.Parse<Kept>(kept));
        var address = new MachineAddress("counter", "k");
        await silos.Client.SendAsync(address, new SendRequest(new Event("INC")) { CreateWith = new() });

        await Eventually.Holds(async () => (await RemindersAsync(silos, address)).Count == 0, "the reminder is gone", TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task AnInstanceThatWaitsForSomebodyOutsideHasNoReminder()
    {
        await using var silos = await StartAsync(Approval);
        var address = new MachineAddress("approval", "k");
        await silos.Client.CreateAsync(address, new());

        Assert.Empty(await RemindersAsync(silos, address));
        await silos.Cluster.DeactivateAsync(silos.Cluster.Client.GetMachine(address));
        var token = (await silos.Client.GetSnapshotAsync(address)).Invocations[0].Token;
        Assert.True((await silos.Client.Invocations.CompleteAsync(token!, default)).Changed);
    }

    [Fact]
    public async Task AnInstanceThatCannotBeReadKeepsItsReminder()
    {
        await using var silos = await StartAsync(Switch);
        var address = new MachineAddress("switch", "k");
        await SendAsync(silos, address, "ON");
        var machine = silos.Cluster.Client.GetMachine(address);
        _store.Spoils = address;
        for (var i = 0; i < 3; i++)
        {
            await silos.Cluster.DeactivateAsync(machine);
            await machine.AsReference<IRemindable>().ReceiveReminder(Alarm.ReminderName, default);
            var refused = await Assert.ThrowsAsync<RequestRefusedException>(() => SendAsync(silos, address, "LOOK"));
            Assert.Equal("invalid_snapshot", refused.Fault.Code);
        }

        Assert.Single(await RemindersAsync(silos, address));
    }

    private async Task<TestSilos> StartAsync(string chart, Kept kept = Kept.InRows)
    {
        var silos = await TestSilos.StartAsync(1, kept, _time, _store, silo =>
            silo.Configure<ReminderOptions>(reminders => reminders.MinimumReminderPeriod = TimeSpan.FromSeconds(1)));
        await silos.PublishAsync(chart);
        return silos;
    }

    private static Task<Receipt> SendAsync(TestSilos silos, MachineAddress address, string type) =>
        silos.Client.SendAsync(address, new SendRequest(new Event(type)) { CreateWith = new() });

    private static async Task<IList<ReminderEntry>> RemindersAsync(TestSilos silos, MachineAddress address)
    {
        var table = silos.Cluster.Silos[0].ServiceProvider.GetRequiredService<IReminderTable>();
        return (await table.ReadRows(silos.Cluster.Client.GetMachine(address).GetGrainId())).Reminders;
    }

    /// <summary>A store whose writes can be made to wait, and that can spoil an instance.</summary>
    private sealed class GatedStore(IDurableStore inner) : InterceptedStore(inner)
    {
        private Task _gate = Task.CompletedTask;
        private int _waiting;

        public int Waiting => Volatile.Read(ref _waiting);

        /// <summary>The instance whose snapshot nobody can read.</summary>
        public MachineAddress? Spoils { get; set; }

        public TaskCompletionSource Close()
        {
            var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _gate = gate.Task;
            return gate;
        }

        public override async Task<IReadOnlyList<CommitOutcome>> CommitAsync(IReadOnlyList<InstanceCommit> commits, CancellationToken cancellation)
        {
            Interlocked.Increment(ref _waiting);
            await _gate;
            Interlocked.Decrement(ref _waiting);
            return await Inner.CommitAsync(commits, cancellation);
        }

        protected override async Task<T> CallAsync<T>(string member, Func<Task<T>> call)
        {
            var result = await call();
            return result is StoredInstance stored && stored.Record.Address == Spoils
                ? (T)(object)(stored with { Record = stored.Record with { Snapshot = "{}"u8.ToArray() } })
                : result;
        }
    }
}
