using Stator.Machines.Instances;
using Stator.Machines.Stores;
using Stator.Machines.Tests.Support;
using Stator.Statecharts;
using Stator.Statecharts.Authoring;
using Stator.Statecharts.Data;
using Stator.Statecharts.Interpretation;
using Stator.Statecharts.Parsing;
using Stator.Statecharts.Snapshots;

namespace Stator.Machines.Tests.Turns;

/// <summary>What a commit carries besides the snapshot: index terms, invocations, the end of an instance, repairs, incidents, traces.</summary>
public class TurnPartsTests
{
    /// <summary>Waits for a service, and counts how often it came to that.</summary>
    private const string Caller = """
        { "id": "caller", "version": "1", "initial": "idle", "options": { "index": ["order.total", "runs"] },
          "context": { "order": { "total": 5 }, "runs": 0, "note": "x" },
          "on": { "CALL": { "target": ".calling", "reenter": true, "context": { "runs": { "@expr": "context.runs + 1" } } }, "NOTE": { "context": { "note": "y" } } },
          "states": {
            "idle": { "tags": "quiet" },
            "calling": { "invoke": { "id": "call", "src": "remote", "input": 7, "onDone": "idle", "onError": "idle" } } } }
        """;

    private static readonly MachineAddress Address = new("caller", "k");
    private readonly StatorOptions _options = new();
    private DateTimeOffset _now = ManualTime.Start;

    [Fact]
    public void TermsFollowStatesTagsAndIndexedPaths()
    {
        var started = Decide(null, Start());
        var called = Decide(started.State, Send("CALL"));
        var noted = Decide(called.State, Send("NOTE"));

        Assert.Equal(["c:order.total=5", "c:runs=0", "s:caller", "s:caller.idle", "t:quiet"], started.Commit!.AddedTerms.AsEnumerable());
        Assert.Equal(["c:runs=1", "s:caller.calling"], called.Commit!.AddedTerms.AsEnumerable());
        Assert.Equal(["c:runs=0", "s:caller.idle", "t:quiet"], called.Commit.RemovedTerms.AsEnumerable());
        Assert.Empty(noted.Commit!.AddedTerms.Concat(noted.Commit.RemovedTerms));
    }

    [Fact]
    public void AServiceStartsUnderTheNameOfItsEffectAndEndsWithItsOutcome()
    {
        var called = Decide(Decide(null, Start()).State, Send("CALL"));
        var started = Assert.Single(called.Commit!.StartedInvocations);
        Assert.Equal(("caller/k#2.0", "remote", 0), (started.Id.ToString(), started.Source, started.Progress.Attempt));
        Assert.Equal(7, EffectJson.ReadStart(started.Payload.Span).Input.AsInt);
        Assert.Empty(called.Commit.Outbox);

        var settled = Decide(called.State, new SettleService(started.Id, started.Number, Outcome.Done("ok"), null));
        Assert.Equal([started.Number], settled.Commit!.EndedInvocations.AsEnumerable());
        Assert.Equal("idle", settled.State!.Snapshot!.Value.AsString);
    }

    [Fact]
    public void AServiceThatIsLeftEndsAndItsLateOutcomeIsNoTurn()
    {
        var first = Decide(Decide(null, Start()).State, Send("CALL"));
        var left = first.Commit!.StartedInvocations[0];
        var second = Decide(first.State, Send("CALL"));
        Assert.Equal([left.Number], second.Commit!.EndedInvocations.AsEnumerable());

        var late = Decide(second.State, new SettleService(left.Id, left.Number, Outcome.Done("late"), null));
        Assert.Null(late.Commit);
        Assert.False(late.Answers[0].Receipt!.Changed);
    }

    [Fact]
    public void AServiceThatBeginsAndEndsWithinACommitIsNeverSeen()
    {
        var decision = Decide(Decide(null, Start()).State, Send("CALL"), Send("CALL"));

        Assert.Equal(["caller/k#3.1"], decision.Commit!.StartedInvocations.Select(i => i.Id.ToString()));
        Assert.Empty(decision.Commit.EndedInvocations);
    }

    [Fact]
    public void DisposingEndsTheCommitAndTheAddressGoesOnCounting()
    {
        var called = Decide(Decide(null, Start()).State, Send("CALL"));
        var disposed = Decide(called.State, new DisposeInstance(), Send("CALL"));

        Assert.Single(disposed.Answers);
        Assert.Equal((3L, ManualTime.Start.ToUnixTimeMilliseconds()), (disposed.Commit!.Record.Sequence, disposed.Commit.Record.DisposedAtMs!.Value));
        Assert.Equal([called.Commit!.StartedInvocations[0].Number], disposed.Commit.EndedInvocations.AsEnumerable());
        Assert.Equal("unknown_instance", Decide(disposed.State, Send("CALL")).Answers[0].Fault!.Code);

        var again = Decide(disposed.State, Start(), Send("CALL"));
        Assert.Equal((3L, 4L, 5L), (again.Commit!.ExpectedSequence, again.Commit.Record.FirstSequence, again.Commit.Record.Sequence));
        Assert.Null(again.Commit.Record.DisposedAtMs);

        var ghost = called.Commit.StartedInvocations[0];
        Assert.Null(Decide(again.State, new SettleService(ghost.Id, ghost.Number, Outcome.Done("ghost"), null)).Commit);
    }

    [Fact]
    public void AnEditIsATurnWithItsReason()
    {
        var edited = Decide(Decide(null, Start()).State, new EditContext(ObjectValue.Of(("note", "mended")), "a typing error", "e1") { Caller = "ann" });

        Assert.Equal("mended", edited.Answers[0].Receipt!.Context["note"].AsString);
        Assert.Equal(0, edited.Answers[0].Receipt!.Context["runs"].AsInt);
        var entry = edited.Commit!.History[0];
        Assert.Equal(("edit", "ann", "a typing error"), (entry.Kind, entry.Caller, Value.Parse(entry.Detail.Span)["reason"].AsString));
    }

    [Fact]
    public void AnIncidentIsSettledWithTheTimerItIsAbout()
    {
        var address = new MachineAddress("alarms", "k");
        var state = Turn.Decide(address, null, [new StartInstance(Charts.Parse(Charts.Alarms), default, null)], _now, _options, TurnConditions.None).State;
        var number = state!.Snapshot!.NextTimer()!.Number;
        var conditions = new TurnConditions([], [new(address, IncidentKind.Timer, $"{number}"), new(address, IncidentKind.Delivery, "alarms/k#1.0")]);

        var quiet = Turn.Decide(address, state, [Send("NOBODY")], _now, _options, conditions);
        var skipped = Turn.Decide(address, state, [new SkipPending(number, conditions.Incidents[0], "not wanted")], _now, _options, conditions);

        Assert.Empty(quiet.Commit!.SettledIncidents);
        Assert.Equal([conditions.Incidents[0]], skipped.Commit!.SettledIncidents.AsEnumerable());
        Assert.Equal([number], skipped.Commit.RemovedTimers.AsEnumerable());
        Assert.Equal("skip", skipped.Commit.History[0].Kind);
    }

    [Fact]
    public void AHeldTimerIsPassedOver()
    {
        var address = new MachineAddress("alarms", "k");
        var state = Turn.Decide(address, null, [new StartInstance(Charts.Parse(Charts.Alarms), default, null)], _now, _options, TurnConditions.None).State;
        var held = state!.Snapshot!.NextTimer()!.Number;
        var decision = Turn.Decide(address, state, [Wake.Up], _now.AddSeconds(3), _options, new([held], []));

        Assert.Equal(["b", "c"], decision.State!.Snapshot!.Context["fired"].AsList.Select(v => v.AsString));
        Assert.DoesNotContain(decision.FiredTimers, t => t.Number == held);
    }

    [Fact]
    public void ATimerRemembersTheTraceItWasArmedUnder()
    {
        const string Trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        var ticker = new MachineAddress("ticker", "k");
        var started = Turn.Decide(ticker, null, [new StartInstance(Charts.Parse(Charts.Ticker), default, null)], _now, _options, TurnConditions.None);
        var armed = Turn.Decide(ticker, started.State, [new HandleEvents([new Event("START")], null, null) { Trace = Trace }], _now, _options, TurnConditions.None);
        Assert.Equal(Trace, Assert.Single(armed.Commit!.ArmedTimers).Trace);

        var stored = new StoredInstance(armed.Commit.Record, []) { TracedTimers = armed.Commit.ArmedTimers };
        var loaded = InstanceState.Load(stored, _ => armed.State!.Snapshot!.Definition);
        var fired = Turn.Decide(ticker, loaded, [Wake.Up], _now.AddSeconds(10), _options, TurnConditions.None);
        Assert.Equal(Trace, Assert.Single(fired.FiredTimers).Trace);
        Assert.Equal(Trace, Assert.Single(fired.Commit!.ArmedTimers).Trace);
    }

    [Fact]
    public void AnEventIdIsForgottenWhenItIsTooOld()
    {
        _options.ProcessedEventWindow = TimeSpan.FromHours(1);
        var first = Decide(Decide(null, Start()).State, new HandleEvents([new Event("NOTE")], null, "e1"));
        _now = _now.AddHours(1);
        Assert.Equal("e1", Decide(first.State, new HandleEvents([new Event("NOTE")], null, "e1")).Answers[0].RecordedId);
        _now = _now.AddMilliseconds(1);
        var again = Decide(first.State, new HandleEvents([new Event("NOTE")], null, "e1"));

        Assert.NotNull(again.Answers[0].Receipt);
        Assert.Equal(["e1"], again.Commit!.Forgotten.AsEnumerable());
        Assert.Equal(["e1"], again.Commit.Processed.Select(p => p.EventId));
    }

    private TurnDecision Decide(InstanceState? state, params TurnRequest[] requests) => Turn.Decide(Address, state, requests, _now, _options, TurnConditions.None);

    private static StartInstance Start()
    {
        var options = new BindOptions { HostRuns = source => source == "remote" };
        return new(MachineParser.Parse(Caller).Required.Bind(new MachineLogic(), options), default, null);
    }

    private static HandleEvents Send(string type) => new([new Event(type)], null, null);
}
