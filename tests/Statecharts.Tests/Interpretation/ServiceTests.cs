using Stator.Statecharts.Effects;
using Stator.Statecharts.Interpretation;
using Stator.Statecharts.Tests.Support;

namespace Stator.Statecharts.Tests.Interpretation;

public sealed class ServiceTests
{
    private const string Slow = """
        { 'id': 'm', 'initial': 'a', 'states': {
            'a': { 'invoke': { 'id': 'k', 'src': 'slow', 'timeout': 'PT10S', 'retry': { 'maxAttempts': 5, 'initialInterval': 'PT1S', 'backoff': 3 },
                   'onDone': 'b', 'onError': { 'target': 'c', 'actions': { 'type': 'failed', 'params': { '@expr': 'event.error.message' } } } } },
            'b': {}, 'c': {} } }
        """;

    [Fact]
    public void A_service_is_asked_for_with_all_it_needs()
    {
        var start = Assert.Single(Chart.Start(Slow).Last.Effects.OfType<StartService>());
        Assert.Equal(("k", "slow", new RetryPolicy(5, 1000, 3, 60_000)), (start.Id, start.Source, start.Retry));
    }

    [Fact]
    public void A_service_that_takes_too_long_is_stopped_and_fails()
    {
        var chart = Chart.Start(Slow).Advance(9_999);
        Assert.Equal("a", chart.Snapshot.Value.AsString);
        chart.Advance(1);
        Assert.Equal("c", chart.Snapshot.Value.AsString);
        Assert.Equal("k", Assert.Single(chart.Last.Effects.OfType<StopService>()).Id);
        Assert.Equal("timeout", Assert.Single(chart.Last.Effects.OfType<PerformAction>()).Params.AsString);
    }

    [Fact]
    public void OnTimeout_takes_the_place_of_the_error()
    {
        var chart = Chart.Start("""
            { 'id': 'm', 'initial': 'a', 'states': { 'a': { 'invoke': { 'id': 'k', 'src': 's', 'timeout': 100, 'onTimeout': 'late', 'onError': 'bad' } }, 'late': {}, 'bad': {} } }
            """);
        Assert.Equal("late", chart.Reload().Advance(100).Snapshot.Value.AsString);
    }

    [Fact]
    public void A_service_in_time_takes_its_timeout_with_it()
    {
        var chart = Chart.Start(Slow).Settle("k", Outcome.Done(1));
        Assert.Equal("b", chart.Snapshot.Value.AsString);
        Assert.Empty(chart.Snapshot.Timers);
    }

    [Fact]
    public void A_late_outcome_changes_nothing()
    {
        var chart = Chart.Start(Slow);
        var number = chart.Snapshot.Invocations[0].Number;
        chart.Settle("k", Outcome.Done(1));
        var result = Statechart.Settle(chart.Definition, chart.Snapshot, number, Outcome.Done(2), chart.Now);
        Assert.Same(chart.Snapshot, result.Snapshot);
        Assert.Empty(result.Effects);
    }

    [Fact]
    public void An_unknown_timer_changes_nothing()
    {
        var chart = Chart.Start(Slow);
        Assert.Same(chart.Snapshot, Statechart.Fire(chart.Definition, chart.Snapshot, 999, chart.Now).Snapshot);
    }

    [Fact]
    public void Stop_runs_exit_actions_inside_out_stops_services_and_cancels_timers()
    {
        var chart = Chart.Start("""
            { 'id': 'm', 'initial': 'a', 'exit': '-m', 'states': { 'a': { 'exit': '-a', 'after': { '100': 'b' }, 'invoke': { 'id': 'k', 'src': 's' } }, 'b': {} } }
            """);
        var result = Statechart.Stop(chart.Definition, chart.Snapshot, chart.Now);
        Assert.Equal(["-a", "-m"], result.Effects.OfType<PerformAction>().Select(a => a.Type));
        Assert.Single(result.Effects.OfType<StopService>());
        Assert.Single(result.Effects.OfType<CancelTimer>());
        Assert.Equal(Stator.Statecharts.Snapshots.SnapshotStatus.Stopped, result.Snapshot!.Status);
        Assert.Same(result.Snapshot, Statechart.Stop(chart.Definition, result.Snapshot, chart.Now).Snapshot);
    }

    [Fact]
    public void OnSnapshot_sees_each_snapshot_of_a_child()
    {
        var chart = Chart.Start(
            """
            { 'id': 'm', 'initial': 'a', 'context': { 'seen': [] }, 'states': { 'a': {
                'invoke': { 'id': 'k', 'src': 'kid', 'onSnapshot': { 'context': { 'seen': { '@expr': 'context.seen + [event.snapshot.value]' } } } },
                'on': { 'GO': { 'actions': { 'type': '@xstate.sendTo', 'target': 'k', 'event': { 'type': 'GO' } } } } } } }
            """,
            ("kid", "{ 'id': 'kid', 'initial': 'x', 'states': { 'x': { 'on': { 'GO': 'y' } }, 'y': {} } }"));
        Assert.Equal("""{"seen":["x","y"]}""", chart.Send("GO").Snapshot.Context.ToString());
    }

    [Fact]
    public void A_machine_that_starts_itself_is_refused()
    {
        const string machine = "{ 'id': 'm', 'initial': 'a', 'states': { 'a': { 'on': { 'GO': 'b' } }, 'b': { 'invoke': { 'src': 'kid' } } } }";
        var chart = Chart.Start(machine, ("kid", machine.Replace("'initial': 'a'", "'initial': 'b'")));
        chart.Send("GO");
        Assert.Equal(FaultCode.LimitExceeded, chart.Last.Fault?.Code);
        Assert.Equal("a", chart.Snapshot.Value.AsString);
    }

    [Fact]
    public void Many_generations_of_children_survive_the_text()
    {
        const int generations = 60;
        (string, string)[] kids =
        [
            .. Enumerable.Range(1, generations).Select(i => ($"k{i}", $$"""
                { 'id': 'k{{i}}', 'initial': 'a', 'states': { 'a': { {{(i < generations ? $"'invoke': {{ 'src': 'k{i + 1}' }}" : "")}} } } }
                """)),
        ];
        var chart = Chart.Start("{ 'id': 'm', 'initial': 'a', 'states': { 'a': { 'invoke': { 'src': 'k1' } } } }", kids);
        var text = chart.Json;
        Assert.Contains("\"id\":\"k60\"", text);
        Assert.Equal(text, chart.Reload().Json);
    }

    [Fact]
    public void A_child_id_that_is_taken_is_refused()
    {
        var chart = Chart.Start("""
            { 'id': 'm', 'initial': 'a', 'states': { 'a': { 'on': { 'S': { 'actions': { 'type': '@xstate.spawn', 'src': 's', 'id': 'x' } } } } } }
            """).Send("S");
        Assert.Equal(FaultCode.ActionFailed, chart.Send("S").Last.Fault?.Code);
        Assert.Null(chart.Settle("x", Outcome.Done(1)).Send("S").Last.Fault);
    }

    [Fact]
    public void A_send_to_another_instance_is_an_effect()
    {
        var chart = Chart.Start("""
            { 'id': 'm', 'initial': 'a', 'states': { 'a': { 'on': { 'E': { 'actions': { 'type': '@xstate.sendTo',
              'target': { 'machine': 'stock', 'key': { '@expr': 'event.sku' } }, 'event': { 'type': 'TAKE' } } } } } } }
            """);
        var send = Assert.Single(chart.Send("E", ("sku", "s-1")).Last.Effects.OfType<SendEvent>());
        Assert.Equal(("stock", "s-1", "TAKE"), (send.Machine, send.Key, send.Event.Type));
    }

    [Fact]
    public void Microsteps_are_values()
    {
        var chart = Chart.Start("{ 'id': 'm', 'initial': 'a', 'states': { 'a': { 'on': { 'E': 'b' } }, 'b': { 'always': 'c' }, 'c': {} } }").Send("E");
        Assert.Equal(["m.a", "m.b"], chart.Last.Microsteps.SelectMany(m => m.ExitSet).Select(n => n.Id));
        Assert.Equal(["m.b", "m.c"], chart.Last.Microsteps.SelectMany(m => m.EntrySet).Select(n => n.Id));
        Assert.Equal(["E", null], chart.Last.Microsteps.SelectMany(m => m.Transitions).Select(t => t.Descriptor));
    }
}
