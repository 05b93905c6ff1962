using Stator.Statecharts.Data;
using Stator.Statecharts.Effects;
using Stator.Statecharts.Interpretation;
using Stator.Statecharts.Tests.Support;

namespace Stator.Statecharts.Tests.Interpretation;

public sealed class RepairTests
{
    private const string Waiting = """
        { 'id': 'm', 'initial': 'a', 'context': { 'n': 1, 'kept': true },
          'schemas': { 'context': { 'type': 'object', 'properties': { 'n': { 'type': 'integer' } } } },
          'states': {
            'a': { 'after': { '1000': 'late' }, 'invoke': { 'id': 'k', 'src': 'slow', 'onDone': 'done' } }, 'late': {}, 'done': {} } }
        """;

    [Fact]
    public void An_edit_sets_what_it_names_and_nothing_else()
    {
        var chart = Chart.Start(Waiting);
        var edited = Repair.EditContext(chart.Definition, chart.Snapshot, ObjectValue.Of(("n", 2)), chart.Now);
        Assert.Equal((2L, true, "a"), (edited.Accepted.Context["n"].AsInt, edited.Accepted.Context["kept"].AsBool, edited.Accepted.Value.AsString));
        Assert.Equal(chart.Snapshot.Timers, edited.Accepted.Timers);
    }

    [Fact]
    public void An_edit_that_does_not_fit_the_schema_is_refused()
    {
        var chart = Chart.Start(Waiting);
        var edited = Repair.EditContext(chart.Definition, chart.Snapshot, ObjectValue.Of(("n", "two")), chart.Now);
        Assert.Equal("invalid_context", edited.Fault!.Code);
        Assert.Same(chart.Snapshot, edited.Snapshot);
    }

    [Fact]
    public void A_skipped_timer_is_gone_and_fires_no_more()
    {
        var chart = Chart.Start(Waiting);
        var number = chart.Snapshot.NextTimer()!.Number;
        var skipped = Repair.Skip(chart.Definition, chart.Snapshot, number, chart.Now);
        Assert.Empty(skipped.Accepted.Timers);
        Assert.Equal(number, Assert.IsType<CancelTimer>(Assert.Single(skipped.Effects)).Number);
        Assert.Same(skipped.Snapshot, Statechart.Fire(chart.Definition, skipped.Accepted, number, chart.Now.AddSeconds(1)).Snapshot);
    }

    [Fact]
    public void A_skipped_service_is_stopped_and_its_outcome_is_ignored()
    {
        var chart = Chart.Start(Waiting);
        var number = chart.Snapshot.Invocations[0].Number;
        var skipped = Repair.Skip(chart.Definition, chart.Snapshot, number, chart.Now);
        Assert.Equal("k", Assert.IsType<StopService>(Assert.Single(skipped.Effects)).Id);
        var settled = Statechart.Settle(chart.Definition, skipped.Accepted, number, Outcome.Done(1), chart.Now);
        Assert.Equal("a", settled.Accepted.Value.AsString);
    }

    [Fact]
    public void A_timer_of_a_child_machine_is_found_too()
    {
        var chart = Chart.Start(
            "{ 'id': 'p', 'initial': 'a', 'states': { 'a': { 'invoke': { 'id': 'c', 'src': 'child' } } } }",
            ("child", "{ 'id': 'child', 'initial': 'x', 'states': { 'x': { 'after': { '5': 'y' } }, 'y': {} } }"));
        var skipped = Repair.Skip(chart.Definition, chart.Snapshot, chart.Snapshot.NextTimer()!.Number, chart.Now);
        Assert.Null(skipped.Accepted.NextTimer());
    }

    [Fact]
    public void A_number_that_is_not_pending_changes_nothing()
    {
        var chart = Chart.Start(Waiting);
        Assert.Same(chart.Snapshot, Repair.Skip(chart.Definition, chart.Snapshot, 99, chart.Now).Snapshot);
    }
}
