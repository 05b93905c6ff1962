using System.Text;
using Stator.Machines.Instances;
using Stator.Machines.Stores;
using Stator.Machines.Tests.Support;
using Stator.Statecharts;
using Stator.Statecharts.Data;
using Stator.Statecharts.Snapshots;

namespace Stator.Machines.Tests.Turns;

/// <summary>What an instance decides, without any host around it.</summary>
public class TurnTests
{
    private static readonly MachineAddress Address = new("counter", "k");
    private static readonly DateTimeOffset Now = ManualTime.Start;
    private readonly StatorOptions _options = new();

    [Fact]
    public void AnInstanceComesIntoBeing()
    {
        var decision = Decide(null, Start(Charts.Counter));

        var receipt = decision.Answers[0].Receipt!;
        Assert.Equal((1, "counting", false, "counter/k#1"), (receipt.Sequence, receipt.Value.AsString, receipt.IsDuplicate, receipt.EventId));
        Assert.Equal(["busy"], receipt.Tags.AsEnumerable());
        Assert.Equal(0, decision.Commit!.ExpectedSequence);
        Assert.Equal(1, decision.Commit.Record.Sequence);
        Assert.Equal(["start"], decision.Commit.History.Select(h => h.Kind));
    }

    [Fact]
    public void WaitingEventsAreDecidedTogetherAndCommittedOnce()
    {
        var decision = Decide(Started(), Send("INC"), Send("INC"), Send("INC"));

        Assert.Equal([2L, 3L, 4L], decision.Answers.Select(a => a.Receipt!.Sequence));
        Assert.Equal([1L, 2L, 3L], decision.Answers.Select(a => a.Receipt!.Context["count"].AsInt));
        Assert.Equal(1, decision.Commit!.ExpectedSequence);
        Assert.Equal(4, decision.Commit.Record.Sequence);
        Assert.Equal([2L, 3L, 4L], decision.Commit.History.Select(h => h.Sequence));
    }

    [Fact]
    public void ARefusedEventLeavesItsNeighboursAlone()
    {
        var decision = Decide(Started(), Send("INC"), Send("FAIL"), Send("INC"));

        Assert.Equal(1, decision.Answers[0].Receipt!.Context["count"].AsInt);
        Assert.Equal("action_failed", decision.Answers[1].Fault!.Code);
        Assert.Equal(2, decision.Answers[2].Receipt!.Context["count"].AsInt);
        Assert.Equal(2, decision.Commit!.History.Length);
    }

    [Fact]
    public void OnlyRefusedEventsCommitNothing()
    {
        var state = Started();
        var decision = Decide(state, Send("FAIL"), Send("xstate.done.state.x"));

        Assert.Null(decision.Commit);
        Assert.Same(state, decision.State);
        Assert.Equal(["action_failed", "invalid_event"], decision.Answers.Select(a => a.Fault!.Code));
    }

    [Fact]
    public void ABatchAppliesWholeOrNotAtAll()
    {
        var whole = new HandleEvents([new Event("INC"), new Event("INC")], null, "w");
        var broken = new HandleEvents([new Event("INC"), new Event("FAIL")], null, "b");
        var decision = Decide(Started(), whole, broken, Send("INC"));

        Assert.Equal((3L, 2L), (decision.Answers[0].Receipt!.Sequence, decision.Answers[0].Receipt!.Context["count"].AsInt));
        Assert.Equal("action_failed", decision.Answers[1].Fault!.Code);
        Assert.Equal((4L, 3L), (decision.Answers[2].Receipt!.Sequence, decision.Answers[2].Receipt!.Context["count"].AsInt));
        Assert.Equal(["w"], decision.Commit!.Processed.Select(p => p.EventId));
    }

    [Fact]
    public void AnEventIdAppliesOnceWithinACommit()
    {
        var decision = Decide(Started(), Send("INC", "e1"), Send("INC", "e1"));

        Assert.Equal([false, true], decision.Answers.Select(a => a.Receipt!.IsDuplicate));
        Assert.Equal([2L, 2L], decision.Answers.Select(a => a.Receipt!.Sequence));
        Assert.Equal(1, decision.State!.Snapshot!.Context["count"].AsInt);
    }

    [Fact]
    public void AnEventIdAppliesOnceAcrossCommits()
    {
        var first = Decide(Started(), Send("INC", "e1"));
        var second = Decide(first.State, Send("INC", "e1"));

        Assert.Equal("e1", second.Answers[0].RecordedId);
        Assert.Null(second.Commit);
        Assert.False(ReceiptJson.Read(first.Commit!.Processed[0].Receipt.Span).IsDuplicate);
    }

    [Fact]
    public void AnEventIdThatWasRefusedMayComeAgain()
    {
        var first = Decide(Started(), Send("FAIL", "e1"));
        var second = Decide(first.State, Send("INC", "e1"));

        Assert.Equal(1, second.Answers[0].Receipt!.Context["count"].AsInt);
    }

    [Fact]
    public void TheWindowOfEventIdsIsBounded()
    {
        _options.MaxProcessedEvents = 2;
        var first = Decide(Started(), Send("INC", "e1"), Send("INC", "e2"));
        var second = Decide(first.State, Send("INC", "e3"));
        var third = Decide(second.State, Send("INC", "e2"), Send("INC", "e1"));

        Assert.Equal(["e1"], second.Commit!.Forgotten.AsEnumerable());
        Assert.Equal("e2", third.Answers[0].RecordedId);
        Assert.Equal(4, third.Answers[1].Receipt!.Context["count"].AsInt);
    }

    [Fact]
    public void AnIdThatFallsOutWithinItsOwnCommitIsNeitherWrittenNorForgotten()
    {
        _options.MaxProcessedEvents = 1;
        var decision = Decide(Started(), Send("INC", "e1"), Send("INC", "e2"));

        Assert.Equal(["e2"], decision.Commit!.Processed.Select(p => p.EventId));
        Assert.Empty(decision.Commit.Forgotten);
    }

    [Fact]
    public void AnEventMayCreateItsInstanceAndBothAreOneCommit()
    {
        var decision = Decide(null, new HandleEvents([new Event("INC")], Start(Charts.Counter), "e1"));

        Assert.Equal((2L, 1L), (decision.Answers[0].Receipt!.Sequence, decision.Answers[0].Receipt!.Context["count"].AsInt));
        Assert.Equal(0, decision.Commit!.ExpectedSequence);
        Assert.Equal(["start", "event"], decision.Commit.History.Select(h => h.Kind));
    }

    [Fact]
    public void AnInstanceIsNotCreatedByAnEventThatIsRefused()
    {
        var decision = Decide(null, new HandleEvents([new Event("FAIL")], Start(Charts.Counter), null));

        Assert.Equal("action_failed", decision.Answers[0].Fault!.Code);
        Assert.Null(decision.Commit);
        Assert.Null(decision.State);
    }

    [Fact]
    public void UnknownExistingAndFinishedInstancesRefuse()
    {
        var ended = Decide(Started(), Send("END", "e1")).State;

        Assert.Equal("unknown_instance", Decide(null, Send("INC")).Answers[0].Fault!.Code);
        Assert.Equal("instance_exists", Decide(Started(), Start(Charts.Counter)).Answers[0].Fault!.Code);
        Assert.Equal("instance_finished", Decide(ended, Send("INC")).Answers[0].Fault!.Code);
        Assert.Equal("e1", Decide(ended, Send("END", "e1")).Answers[0].RecordedId);
        Assert.Equal(SnapshotStatus.Done, ended!.Record.Status);
    }

    [Fact]
    public void AnEventNobodyTakesIsATurnThatChangesNothing()
    {
        var decision = Decide(Started(), Send("NOBODY"));

        Assert.False(decision.Answers[0].Receipt!.Changed);
        Assert.Equal(2, decision.Commit!.Record.Sequence);
    }

    [Fact]
    public void TheEventThatMakesTheSnapshotTooLargeIsRefusedAndNoOther()
    {
        _options.MaxSnapshotBytes = 600;
        var grow = new HandleEvents([Event.Of("GROW", ("text", new string('x', 600)))], null, null);
        var decision = Decide(Started(), Send("INC"), grow, Send("INC"));

        Assert.Equal("limit_exceeded", decision.Answers[1].Fault!.Code);
        Assert.Contains("MaxSnapshotBytes", decision.Answers[1].Fault!.Message);
        Assert.Equal(2, decision.State!.Snapshot!.Context["count"].AsInt);
    }

    [Fact]
    public void TimersFireInDueOrderBeforeAnythingElseAndNeverEarly()
    {
        var state = Started(Charts.Alarms);
        Assert.Equal(3, Decide(null, Start(Charts.Alarms)).Commit!.ArmedTimers.Length);

        var early = DecideAt(state, 999, Wake.Up);
        var between = DecideAt(state, 1999, Wake.Up);
        var late = DecideAt(state, 2500, Send("DIVISOR"));

        Assert.Null(early.Commit);
        Assert.Equal(["a"], between.State!.Snapshot!.Context["fired"].AsList.Select(v => v.AsString));
        Assert.Equal(["a", "b"], late.State!.Snapshot!.Context["fired"].AsList.Select(v => v.AsString));
        Assert.Equal(["timer", "timer"], late.Commit!.History.Select(h => h.Kind));
        Assert.Equal(2, late.Commit.RemovedTimers.Length);
        Assert.Equal("action_failed", late.Answers[0].Fault!.Code);
    }

    [Fact]
    public void ATimerThatArmsItselfAgainFiresOnceInATurn()
    {
        var running = Decide(Started(Charts.Ticker), Send("START")).State;
        var decision = DecideAt(running, 35_000, Wake.Up);

        Assert.Equal(1, decision.State!.Snapshot!.Context["ticks"].AsInt);
        Assert.Equal(Now.AddMilliseconds(45_000), decision.State.Snapshot!.NextTimer()!.Due);
        Assert.Single(decision.Commit!.ArmedTimers);
        Assert.Single(decision.Commit.RemovedTimers);
    }

    [Fact]
    public void ARefusedTimerStaysPendingAndDoesNotStopTheEvents()
    {
        var state = Started(Charts.Alarms);
        var broken = Decide(state, new HandleEvents([Event.Of("DIVISOR", ("by", 0))], null, null)).State;
        var decision = DecideAt(broken, 1000, new HandleEvents([Event.Of("DIVISOR", ("by", 1))], null, null));

        Assert.Equal("action_failed", Assert.Single(decision.RefusedTimers).Fault.Code);
        Assert.Equal(3, decision.State!.Snapshot!.Timers.Length);
        Assert.NotNull(decision.Answers[0].Receipt);
        Assert.Equal(["a"], DecideAt(decision.State, 1000, Wake.Up).State!.Snapshot!.Context["fired"].AsList.Select(v => v.AsString));
    }

    [Fact]
    public void ADeadlineCountsFromTheEndOfTheMillisecond()
    {
        var within = Now.AddTicks(1);
        var state = Turn.Decide(Address, Started(Charts.Ticker), [Send("START")], within, _options, TurnConditions.None).State;

        Assert.True(state!.Snapshot!.NextTimer()!.Due >= within.AddSeconds(10));
    }

    [Fact]
    public void EffectsGoToTheOutboxUnderTheNameOfTheirTurn()
    {
        var tell = new HandleEvents([Event.Of("TELL", ("key", "x"))], null, null);
        var decision = Decide(Started(Charts.Teller), tell, tell);

        Assert.Equal(["counter/k#2.0", "counter/k#3.0"], decision.Commit!.Outbox.Select(o => o.Id.ToString()));
        var send = EffectJson.ReadSend(decision.Commit.Outbox[0].Payload.Span);
        Assert.Equal(("counter", "x", "INC"), (send.Machine, send.Key, send.Event.Type));
    }

    [Fact]
    public void TheStateIsTheSameReadBackFromItsRecord()
    {
        var decision = Decide(Started(Charts.Alarms), Send("NOBODY", "e1"));
        var stored = new StoredInstance(decision.Commit!.Record, [new("e1", 0)]);
        var loaded = InstanceState.Load(stored, _ => decision.State!.Snapshot!.Definition);

        Assert.Equal(
            Encoding.UTF8.GetString(SnapshotJson.Write(decision.State!.Snapshot!)), Encoding.UTF8.GetString(SnapshotJson.Write(loaded.Snapshot!)));
        Assert.True(loaded.Processed.Contains("e1"));
    }

    [Fact]
    public void HistoryHoldsTheCauseWhole()
    {
        var decision = Decide(Started(), new HandleEvents([Event.Of("INC", ("by", 5))], null, "e1"));
        var entry = decision.Commit!.History[0];
        var detail = Value.Parse(entry.Detail.Span);

        Assert.Equal((2L, "event", "e1"), (entry.Sequence, entry.Kind, entry.EventId));
        Assert.Equal(5, detail["event"]["by"].AsInt);
        Assert.Equal("counter.counting", detail["transitions"].AsList[0]["source"].AsString);
    }

    private InstanceState Started(string chart = Charts.Counter) => Decide(null, Start(chart)).State!;

    private TurnDecision Decide(InstanceState? state, params TurnRequest[] requests) => Turn.Decide(Address, state, requests, Now, _options, TurnConditions.None);

    private TurnDecision DecideAt(InstanceState? state, int ms, params TurnRequest[] requests) =>
        Turn.Decide(Address, state, requests, Now.AddMilliseconds(ms), _options, TurnConditions.None);

    private static StartInstance Start(string chart) => new(Charts.Parse(chart), default, null);

    private static HandleEvents Send(string type, string? eventId = null) => new([new Event(type)], null, eventId);
}
