using Stator.Http.Client;
using Stator.Machines.Tests.Http;
using Stator.Machines.Tests.Support;
using Stator.Statecharts;

namespace Stator.Machines.Tests.Clients;

/// <summary>A lost answer costs time, never a second application.</summary>
public sealed class RetryTests : IAsyncLifetime
{
    private static readonly MachineAddress K = new("counter", "k");

    private readonly FaultyNetwork _network = new();
    private HttpHost _host = null!;
    private StatorHttpClient _client = null!;

    public async Task InitializeAsync()
    {
        _host = await HttpHost.StartAsync();
        _client = new(new() { Url = _host.Url, RetryInterval = TimeSpan.FromMilliseconds(1) }, _network);
        await _client.CreateAsync(K, new());
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _host.DisposeAsync();
    }

    [Fact]
    public async Task AnEventIsAppliedOnceHoweverOftenItsAnswerIsLost()
    {
        _network.Plan(Trouble.AnswerLost, Trouble.NoConnection, Trouble.BadGateway, Trouble.AnswerLost);
        var receipt = await _client.SendAsync("counter", "k", "INC");

        Assert.Equal((2L, 1L, true), (receipt.Sequence, receipt.Context["count"].AsInt, receipt.IsDuplicate));
        var ids = _network.Requests.Skip(1).Select(r => r.EventId).ToList();
        Assert.Equal(5, ids.Count);
        Assert.Equal(32, Assert.Single(ids.Distinct())!.Length);
    }

    [Fact]
    public async Task TheCallersOwnEventIdIsKept()
    {
        _network.Plan(Trouble.AnswerLost);
        Assert.Equal("mine", (await _client.SendAsync("counter", "k", "INC", "mine")).EventId);
        Assert.All(_network.Requests.Skip(1), r => Assert.Equal("mine", r.EventId));
    }

    [Fact]
    public async Task AHostThatAsksForTimeIsGivenIt()
    {
        var time = new ManualTime();
        using var client = new StatorHttpClient(new() { Url = _host.Url, Time = time }, _network);
        _network.Plan(Trouble.Overloaded);
        var send = client.SendAsync("counter", "k", "INC");
        await Eventually.Holds(() => _network.Requests.Count == 2, "the first attempt was made");

        time.Advance(TimeSpan.FromSeconds(1.9));
        Assert.Equal(2, _network.Requests.Count);
        await Eventually.Holds(
            () =>
            {
                time.Advance(TimeSpan.FromSeconds(0.1));
                return send.IsCompleted;
            },
            "the second attempt was made");
        Assert.Equal(2, (await send).Sequence);
    }

    [Fact]
    public async Task AHostThatAsksForTooMuchTimeIsNotWaitedFor()
    {
        _network.Plan(Trouble.OverloadedForLong);
        var refused = await Assert.ThrowsAsync<RequestRefusedException>(() => _client.SendAsync("counter", "k", "INC"));
        Assert.Equal(("overloaded", "Too many wait."), (refused.Fault.Code, refused.Fault.Message));
    }

    [Fact]
    public async Task WhenItGivesUpItSaysUnderWhichNameToSendAgain()
    {
        _network.Plan(Enumerable.Repeat(Trouble.AnswerLost, 6).ToArray());
        var lost = await Assert.ThrowsAsync<StatorHostException>(() => _client.SendAsync("counter", "k", "INC", "e7"));

        Assert.Contains("sent again under the event id 'e7' it is not applied twice", lost.Message);
        Assert.True((await _client.SendAsync("counter", "k", "INC", "e7")).IsDuplicate);
    }

    [Fact]
    public async Task ADisposalWhoseAnswerWasLostIsDone()
    {
        _network.Plan(Trouble.AnswerLost);
        await _client.RemoveAsync(K);
        Assert.Equal("unknown_instance", (await Assert.ThrowsAsync<RequestRefusedException>(() => _client.RemoveAsync(K))).Fault.Code);
    }

    [Fact]
    public async Task WhatNothingNamesIsNotDoneTwice()
    {
        _network.Plan(Trouble.AnswerLost);
        await Assert.ThrowsAsync<StatorHostException>(() => _client.Incidents.SkipAsync(1, new("r")));
        Assert.Equal(2, _network.Requests.Count);
        _network.Plan(Trouble.NoConnection);
        var refused = await Assert.ThrowsAsync<RequestRefusedException>(() => _client.Incidents.SkipAsync(1, new("r")));
        Assert.Equal(("unknown_incident", 4), (refused.Fault.Code, _network.Requests.Count));
    }

    [Fact]
    public async Task AStreamThatBreaksGoesOnWhereItWas()
    {
        await _client.SendAsync("counter", "k", "INC");
        _network.Plan(Trouble.NoConnection, Trouble.BadGateway, Trouble.AnswerLost);
        var seen = new List<long>();
        await foreach (var turn in _client.WatchAsync(K, 0))
        {
            seen.Add(turn.Sequence);
            if (turn.Sequence == 2)
            {
                await _client.RemoveAsync(K);
            }
        }

        Assert.Equal([1L, 2L, 3L], seen);
    }

    [Fact]
    public async Task WhatAnswersOtherwiseIsNoHost()
    {
        using var client = new StatorHttpClient(new() { Url = new(_host.Url, "/nowhere") }, new SocketsHttpHandler());
        var refused = await Assert.ThrowsAsync<RequestRefusedException>(() => client.CheckReadyAsync());
        Assert.Equal("unknown_route", refused.Fault.Code);
        _network.Plan(Trouble.BadGateway);
        Assert.Contains("is no host of Stator: it said 502", (await Assert.ThrowsAsync<StatorHostException>(() => _client.CheckReadyAsync())).Message);
    }

    [Theory]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("a/b")]
    [InlineData("half")]
    public async Task ANameThatAPathCannotSayIsRefusedHere(string key)
    {
        // Half of a surrogate pair does not come through a test's name.
        var name = key == "half" ? "\ud800" : key;
        var refused = await Assert.ThrowsAsync<RequestRefusedException>(() => _client.SendAsync("counter", name, "INC"));
        Assert.Equal(("invalid_request", 1), (refused.Fault.Code, _network.Requests.Count));
    }
}
