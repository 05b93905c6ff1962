using Microsoft.Extensions.DependencyInjection;
using Orleans.Hosting;
using Stator.Grains.Abstractions;
using Stator.Grains.Tests.Support;
using Stator.Machines;
using Stator.Machines.Services;
using Stator.Machines.Stores;
using Stator.Machines.Tests.Support;
using Stator.Statecharts;
using Stator.Statecharts.Snapshots;

namespace Stator.Grains.Tests.Faults;

/// <summary>Services whose storage is unsure, or whose instance does not reach them: each attempt has its own number, and none runs for nobody.</summary>
public sealed class ServiceTests
{
    private static readonly MachineAddress K = new("payer", "k");

    private readonly ManualTime _time = new();
    private readonly UnsureStorage _storage = new();
    private readonly List<ServiceCall> _calls = [];
    private volatile bool _losesCancellations;

    [Fact]
    public async Task AProgressThatWasWrittenButNotConfirmedIsGoneOnFrom()
    {
        await using var silos = await StartAsync(Kept.Whole, Charge);
        await silos.PublishAsync(Payer("PT10S"));
        _storage.Unconfirmed = 1;
        await silos.Client.CreateAsync(K, new());

        await Eventually.Holds(
            async () =>
            {
                _time.Advance(TimeSpan.FromSeconds(1));
                return (await silos.Client.GetSnapshotAsync(K)).Status == SnapshotStatus.Done;
            },
            "the service has ended well");

        Assert.Equal([1, 2, 3], Attempts);
        await Eventually.Holds(() => _storage.Services.IsEmpty, "nothing is kept of it");
    }

    [Theory]
    [InlineData(nameof(Kept.InRows))]
    [InlineData(nameof(Kept.Whole))]
    public async Task APauseOfMonthsIsWaitedFor(string kept)
    {
        await using var silos = await StartAsync(Enum.Parse<Kept>(kept), Charge);
        await silos.PublishAsync(Payer("P60D"));
        await silos.Client.CreateAsync(K, new());
        for (var attempt = 1; attempt < 3; attempt++)
        {
            await Eventually.Holds(async () => await AttemptOfAsync(silos) == attempt + 1, "the next attempt is written down");
            Assert.Equal(attempt, Attempts.Count());
            await AdvanceUntilAsync(() => Attempts.Count() == attempt + 1, TimeSpan.FromDays(1));
        }

        await Eventually.Holds(async () => (await silos.Client.GetSnapshotAsync(K)).Status == SnapshotStatus.Done, "the service has ended well");
        Assert.Equal([1, 2, 3], Attempts);
    }

    /// <summary>No date is as far off as this pause, which breaks the run off.</summary>
    [Theory]
    [InlineData(nameof(Kept.InRows))]
    [InlineData(nameof(Kept.Whole))]
    public async Task ARunThatBrokeOffIsBegunAgain(string kept)
    {
        await using var silos = await StartAsync(Enum.Parse<Kept>(kept), Charge, new(3, long.MaxValue, 1, long.MaxValue));
        await silos.PublishAsync(Payer(pause: null));
        await silos.Client.CreateAsync(K, new());

        await Eventually.Holds(async () => (await silos.Client.GetSnapshotAsync(K)).Status == SnapshotStatus.Done, "the service has ended well");

        Assert.Equal([1, 2, 3], Attempts);
    }

    [Theory]
    [InlineData(nameof(Kept.InRows))]
    [InlineData(nameof(Kept.Whole))]
    public async Task AServiceWhoseCancellationWasLostIsNotTriedAgain(string kept)
    {
        await using var silos = await StartAsync(Enum.Parse<Kept>(kept), Charge);
        await silos.PublishAsync(Payer("PT10S"));
        await silos.Client.CreateAsync(K, new());
        await Eventually.Holds(async () => await AttemptOfAsync(silos) == 2, "the next attempt is written down");
        _losesCancellations = true;
        await silos.Client.SendAsync(K, new SendRequest(new Event("LEAVE")));
        Assert.True(IsThere(silos));

        await AdvanceUntilAsync(() => !IsThere(silos), TimeSpan.FromSeconds(10));

        Assert.Equal([1], Attempts);
        Assert.Empty(_storage.Services);
    }

    [Fact]
    public async Task AnAttemptWhoseCancellationWasLostIsToldToEnd()
    {
        var ended = new TaskCompletionSource();
        await using var silos = await StartAsync(Kept.InRows, async (ServiceCall call, CancellationToken cancellation) =>
        {
            Note(call);
            using var registration = cancellation.Register(ended.SetResult);
            await ended.Task;
        });
        await silos.PublishAsync(Payer("PT10S"));
        await silos.Client.CreateAsync(K, new());
        await Eventually.Holds(() => Attempts.Any(), "the service runs");
        _losesCancellations = true;
        await silos.Client.SendAsync(K, new SendRequest(new Event("LEAVE")));
        Assert.False(ended.Task.IsCompleted);

        await AdvanceUntilAsync(() => ended.Task.IsCompleted, TimeSpan.FromSeconds(1));
        await Eventually.Holds(() => !IsThere(silos), "the service is gone");
    }

    [Fact]
    public async Task AServiceWhoseOutcomeIsRefusedIsGoneWhenNobodyWaitsForIt()
    {
        await using var silos = await StartAsync(Kept.InRows, (ServiceCall call) =>
        {
            Note(call);
            return 0;
        });
        await silos.PublishAsync("""
            { "id": "payer", "version": "1", "initial": "paying", "context": { "share": 0 }, "states": {
                "paying": { "on": { "LEAVE": "left" }, "invoke": { "src": "charge", "onDone": { "target": "left", "context": { "share": { "@expr": "1 / event.output" } } } } },
                "left": {} } }
            """);
        await silos.Client.CreateAsync(K, new());
        await Eventually.Holds(
            async () =>
            {
                _time.Advance(TimeSpan.FromSeconds(1));
                return (await silos.Store.LoadIncidentsAsync(null, null, 0, 1, default)).Count == 1;
            },
            "it is stuck");
        Assert.True(IsThere(silos));
        _losesCancellations = true;
        await silos.Client.SendAsync(K, new SendRequest(new Event("LEAVE")));

        await AdvanceUntilAsync(() => !IsThere(silos), TimeSpan.FromSeconds(1));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task NothingIsKeptOfAServiceThatIsCancelled(int unconfirmed)
    {
        _storage.Unconfirmed = unconfirmed;
        await using var silos = await StartAsync(Kept.Whole, Charge);
        await silos.PublishAsync(Payer("PT10S"));
        await silos.Client.CreateAsync(K, new());
        await Eventually.Holds(() => _storage.Services.Count == 1, "the next attempt is written down");

        await silos.Client.SendAsync(K, new SendRequest(new Event("LEAVE")));

        await Eventually.Holds(() => _storage.Services.IsEmpty, "nothing is kept of it");
    }

    private static string Payer(string? pause) => $$"""
        { "id": "payer", "version": "1", "initial": "paying", "states": {
            "paying": { "on": { "LEAVE": "left" }, "invoke": { "src": "charge", "onDone": "paid"{{(pause is null ? "" : RetryAfter(pause))}} } },
            "left": {},
            "paid": { "type": "final" } } }
        """;

    private static string RetryAfter(string pause) =>
        $$""", "retry": { "maxAttempts": 3, "initialInterval": "{{pause}}", "backoff": 1, "maxInterval": "{{pause}}" }""";

    private IEnumerable<int> Attempts
    {
        get
        {
            lock (_calls)
            {
                return [.. _calls.Select(c => c.Attempt)];
            }
        }
    }

    private async Task<TestSilos> StartAsync(Kept kept, Delegate charge, RetryPolicy? retry = null)
    {
        var silos = await TestSilos.StartAsync(1, kept, _time, configure: silo =>
        {
            silo.Configure<ReminderOptions>(reminders => reminders.MinimumReminderPeriod = TimeSpan.FromSeconds(1));
            silo.Services.AddMachineService("charge", charge, service => service.Retry = retry);
            silo.AddOutgoingGrainCallFilter(call =>
                _losesCancellations && call.MethodName == nameof(IServiceGrain.CancelAsync) ? throw new TimeoutException("The call was lost.") : call.Invoke());
            if (kept == Kept.Whole)
            {
                _storage.AddTo(silo);
            }
        });

        // What is as old as the silo may have been begun before it.
        _time.Advance(TimeSpan.FromMilliseconds(1));
        return silos;
    }

    /// <summary>Fails twice.</summary>
    private string Charge(ServiceCall call)
    {
        Note(call);
        return call.Attempt < 3 ? throw new IOException("The bank is closed.") : "charged";
    }

    private void Note(ServiceCall call)
    {
        lock (_calls)
        {
            _calls.Add(call);
        }
    }

    private bool IsThere(TestSilos silos) =>
        silos.Cluster.TryGetGrainContext(silos.Cluster.Client.GetService(OutboxId.Parse(_calls[0].InvocationId)).GetGrainId(), out _);

    private Task AdvanceUntilAsync(Func<bool> holds, TimeSpan by) => Eventually.Holds(
        () =>
        {
            _time.Advance(by);
            return holds();
        },
        "it happens in time");

    private static async Task<int> AttemptOfAsync(TestSilos silos) => (await silos.Client.GetSnapshotAsync(K)).Invocations.Single().Attempt;
}
