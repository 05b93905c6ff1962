using Stator.Statecharts.Data;
using Stator.Statecharts.Interpretation;
using Stator.Statecharts.Parsing;
using Stator.Statecharts.Tests.Support;

namespace Stator.Statecharts.Tests.Interpretation;

public sealed class FaultTests
{
    [Theory]
    [InlineData("context.missing", "no key 'missing'")]
    [InlineData("1 / 0", "zero")]
    [InlineData("double(context.n) / 0.0", "cannot be stored")]
    public void A_failing_action_refuses_the_step_and_changes_nothing(string expression, string says)
    {
        var chart = Chart.Start($$"""
            { 'id': 'm', 'initial': 'a', 'context': { 'n': 1 }, 'states': { 'a': { 'on': { 'E': { 'target': 'b', 'actions': ['one',
              { 'type': '@xstate.assign', 'context': { 'n': { '@expr': '{{expression}}' } } } ] } } }, 'b': {} } }
            """);
        var before = chart.Snapshot;
        chart.Send("E");
        Assert.Equal(FaultCode.ActionFailed, chart.Last.Fault?.Code);
        Assert.Contains(says, chart.Last.Fault!.Message);
        Assert.Equal("/states/a/on/E/actions/1", chart.Last.Fault.Pointer);
        Assert.Same(before, chart.Snapshot);
        Assert.Empty(chart.Last.Effects);
        Assert.Empty(chart.Last.Microsteps);
    }

    [Fact]
    public void A_guard_that_is_neither_true_nor_false_refuses_the_step()
    {
        var chart = Chart.Start("{ 'id': 'm', 'initial': 'a', 'states': { 'a': { 'on': { 'E': { 'target': 'b', 'guard': { '@expr': '1' } } } }, 'b': {} } }");
        Assert.Equal(FaultCode.ActionFailed, chart.Send("E").Last.Fault?.Code);
        Assert.False(chart.Snapshot.Can(new Event("E")));
    }

    [Theory]
    [InlineData("{ 'always': 'b' }", "{ 'always': 'a' }")]
    [InlineData("{ 'entry': { 'type': '@xstate.raise', 'event': { 'type': 'R' } }, 'on': { 'R': 'b' } }", "{ 'entry': { 'type': '@xstate.raise', 'event': { 'type': 'R' } }, 'on': { 'R': 'a' } }")]
    [InlineData("{ 'entry': { 'type': '@xstate.sendTo', 'target': '#_self', 'event': { 'type': 'R' } }, 'on': { 'R': 'b' } }", "{ 'entry': { 'type': '@xstate.sendTo', 'target': '#_self', 'event': { 'type': 'R' } }, 'on': { 'R': 'a' } }")]
    public void What_never_becomes_stable_is_refused(string a, string b)
    {
        var chart = Chart.Start($$"""{ 'id': 'm', 'initial': 'i', 'options': { 'maxMicrosteps': 20 }, 'states': { 'i': { 'on': { 'GO': 'a' } }, 'a': {{a}}, 'b': {{b}} } }""");
        Assert.Equal(FaultCode.MicrostepsExceeded, chart.Send("GO").Last.Fault?.Code);
        Assert.Contains("options.maxMicrosteps", chart.Last.Fault!.Message);
        Assert.Equal("i", chart.Snapshot.Value.AsString);
    }

    [Fact]
    public void Expressions_that_cost_too_much_are_refused()
    {
        var chart = Chart.Start("""
            { 'id': 'm', 'initial': 'a', 'options': { 'maxExpressionCost': 500 }, 'context': { 'l': [1,2,3,4,5,6,7,8,9,10] },
              'states': { 'a': { 'on': { 'E': { 'context': { 'l': { '@expr': 'context.l.map(a, context.l.map(b, context.l.map(c, context.l)))' } } } } } } }
            """);
        Assert.Equal(FaultCode.ExpressionCostExceeded, chart.Send("E").Last.Fault?.Code);
        Assert.Contains("options.maxExpressionCost", chart.Last.Fault!.Message);
    }

    [Fact]
    public void Too_many_timers_are_refused()
    {
        var chart = Chart.Start("""
            { 'id': 'm', 'initial': 'a', 'options': { 'maxPending': 3 }, 'states': { 'a': { 'on': { 'E': { 'actions': { 'type': '@xstate.raise', 'event': { 'type': 'X' }, 'delay': 1000 } } } } } }
            """);
        chart.Send("E").Send("E").Send("E");
        Assert.Equal(3, chart.Snapshot.Timers.Length);
        Assert.Equal(FaultCode.LimitExceeded, chart.Send("E").Last.Fault?.Code);
        Assert.Contains("options.maxPending", chart.Last.Fault!.Message);
    }

    [Theory]
    [InlineData("xstate.done.actor.k")]
    [InlineData("xstate.init")]
    public void Names_of_the_engine_are_refused_from_outside(string name)
    {
        var chart = Chart.Start("{ 'id': 'm', 'initial': 'a', 'on': { '*': '.b' }, 'states': { 'a': {}, 'b': {} } }");
        Assert.Equal(FaultCode.InvalidEvent, chart.Send(name).Last.Fault?.Code);
        Assert.Equal("a", chart.Snapshot.Value.AsString);
    }

    [Fact]
    public void Events_and_input_are_checked_against_their_schemas()
    {
        const string machine = """
            { 'id': 'm', 'initial': 'a', 'states': { 'a': { 'on': { 'ADD': 'b' } }, 'b': {} },
              'schemas': { 'input': { 'type': 'object', 'required': ['who'] }, 'events': { 'ADD': { 'properties': { 'n': { 'type': 'integer' } }, 'required': ['n'] } } } }
            """;
        var definition = Chart.Parse(machine);
        Assert.Equal(FaultCode.InvalidInput, Statechart.Start(definition, default, default).Fault?.Code);

        var started = Statechart.Start(definition, ObjectValue.Of(("who", "Ada")), default).Accepted;
        var refused = Statechart.Step(definition, started, Event.Of("ADD", ("n", "x")), default);
        Assert.Equal(FaultCode.InvalidEvent, refused.Fault?.Code);
        Assert.Contains("/n", refused.Fault!.Message);
        Assert.Equal("b", Statechart.Step(definition, started, Event.Of("ADD", ("n", 1)), default).Accepted.Value.AsString);
    }

    [Fact]
    public void Data_that_would_nest_without_end_is_refused_before_it_cannot_be_read_back()
    {
        var chart = Chart.Start("{ 'id': 'm', 'initial': 'a', 'context': { 'x': 0 }, 'states': { 'a': { 'on': { 'E': { 'context': { 'x': [{ '@expr': 'context.x' }] } } } } } }");
        for (var i = 0; i < 300 && chart.Send("E").Last.Fault is null; i++)
        {
            chart.Reload();
        }

        Assert.Equal(FaultCode.ActionFailed, chart.Last.Fault?.Code);
        Assert.Contains("nests deeper", chart.Last.Fault!.Message);
    }

    [Fact]
    public void Constants_that_nest_too_deep_are_a_diagnostic()
    {
        var deep = new string('[', 101) + new string(']', 101);
        var result = MachineParser.Parse($$"""{ "id": "m", "initial": "a", "context": { "x": {{deep}} }, "states": { "a": {} } }""");
        Assert.Equal([DiagnosticCode.TooDeep], result.Diagnostics.Select(d => d.Code));
    }

    [Fact]
    public void Times_become_text_when_they_become_data()
    {
        var chart = Chart.Start("""
            { 'id': 'm', 'initial': 'a', 'context': { 't': null, 'd': null, 'at': '2026-01-02T03:04:05Z', 'by': '3600s' }, 'states': { 'a': { 'on': { 'E': { 'context': {
              't': { '@expr': 'timestamp(context.at) + duration(context.by)' }, 'd': [{ '@expr': 'duration(context.by)' }] } } } } } }
            """);
        chart.Send("E");
        Assert.Null(chart.Last.Fault);
        Assert.Equal("2026-01-02T04:04:05Z", chart.Snapshot.Context["t"].AsString);
        Assert.Equal("3600s", chart.Snapshot.Context["d"].AsList[0].AsString);
    }
}
