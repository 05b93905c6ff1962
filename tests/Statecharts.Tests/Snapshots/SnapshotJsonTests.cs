using System.Text;
using Stator.Statecharts.Data;
using Stator.Statecharts.Interpretation;
using Stator.Statecharts.Snapshots;
using Stator.Statecharts.Tests.Support;

namespace Stator.Statecharts.Tests.Snapshots;

public sealed class SnapshotJsonTests
{
    private const string Order = """
        { 'id': 'order', 'version': '3', 'initial': 'cart', 'context': { 'n': 0, 'half': 0.5, 'text': 'ü😀' },
          'states': {
            'cart': { 'initial': 'open', 'on': { 'PAY': 'paying' },
              'states': { 'open': { 'on': { 'N': 'full' } }, 'full': {}, 'h': { 'type': 'history' } } },
            'paying': { 'after': { 'PT1H': 'cart.h' }, 'invoke': { 'id': 'charge', 'src': 'charge', 'input': { 'n': 1 }, 'onDone': 'done', 'onError': 'cart' },
              'entry': { 'type': '@xstate.raise', 'event': { 'type': 'LATE' }, 'delay': 5, 'id': 'late' } },
            'both': { 'type': 'parallel', 'states': { 'a': { 'initial': 'x', 'states': { 'x': {}, 'y': {} } }, 'b': {} } },
            'done': { 'type': 'final' } } }
        """;

    [Fact]
    public void Everything_pending_survives_the_text()
    {
        var chart = Chart.Start(Order).Send("N").Send("PAY");
        var text = chart.Json;

        Assert.Equal(text, chart.Reload().Json);
        Assert.Contains("\"historyValue\":{\"order.cart.h\":[\"order.cart.full\"]}", text);
        Assert.Equal(["late", "xstate.after.PT1H.order.paying"], chart.Snapshot.Timers.Select(t => t.Id));
        Assert.Equal(DateTimeOffset.UnixEpoch.AddHours(1), chart.Snapshot.Timers[1].Due);
        Assert.Equal("charge", Assert.Single(chart.Snapshot.Invocations).Id);

        chart.Settle("charge", Outcome.Failed("no"));
        Assert.Equal("""{"cart":"open"}""", chart.Snapshot.Value.ToString());
        Assert.Empty(chart.Snapshot.Invocations);
    }

    [Fact]
    public void A_timer_keeps_its_deadline_and_history_leads_back()
    {
        var chart = Chart.Start(Order).Send("N").Send("PAY").Advance(1000).Reload().Advance(3_600_000 - 1001);
        Assert.Equal("paying", chart.Snapshot.Value.AsString);
        Assert.Equal("""{"cart":"full"}""", chart.Reload().Advance(1).Snapshot.Value.ToString());
    }

    [Theory]
    [InlineData("{ 'after': { 'PT1H': 'rung' } }", 1, true)]
    [InlineData("{ 'after': { 'PT1H': 'rung', 'PT2H': 'rung' }, 'entry': { 'type': '@xstate.raise', 'event': { 'type': 'LATE', 'text': 'ü' }, 'delay': 5, 'id': 'late' } }", 3, true)]
    [InlineData("{ 'entry': { 'type': '@xstate.raise', 'event': { 'type': 'LATE' }, 'delay': 5 } }", 1, true)]
    [InlineData("{ 'entry': [{ 'type': '@xstate.raise', 'event': { 'type': 'A' }, 'delay': 5, 'id': 'a' }, { 'type': '@xstate.raise', 'event': { 'type': 'B' }, 'delay': 6, 'id': 'a' }] }", 2, false)]
    [InlineData("{ 'after': { 'PT1H': 'rung' }, 'invoke': { 'id': 'charge', 'src': 'charge' } }", 1, false)]
    public void Timers_are_read_the_short_way_as_the_long_way(string waiting, int timers, bool isShort)
    {
        foreach (var context in (string[])["{ 'n': 1, 'text': 'ü😀' }", "{}"])
        {
            var chart = Chart.Start($"{{ 'id': 'alarm', 'initial': 'waiting', 'context': {context}, 'states': {{ 'waiting': {waiting}, 'rung': {{}} }} }}");
            var text = Encoding.UTF8.GetBytes(chart.Json);
            var read = SnapshotReader.Read(JsonValueReader.Parse(text), chart.Definition, RestoreMode.Resume);
            Assert.Equal(timers, read.Timers.Length);
            Assert.Equal(chart.Json, Encoding.UTF8.GetString(SnapshotJson.Write(read)));

            var readShort = CanonicalReader.TryRead(text, chart.Definition);
            Assert.Equal(isShort, readShort is not null);
            Assert.Equal(chart.Json, readShort is null ? chart.Json : Encoding.UTF8.GetString(SnapshotJson.Write(readShort)));
        }
    }

    /// <summary>What was written by hand, or by somebody else, is left to the long way, which says what is wrong with it.</summary>
    [Theory]
    [InlineData("\"number\":1", "\"number\":\"1\"")]
    [InlineData("\"number\":1", "\"number\":null")]
    [InlineData("\"number\":1,\"id\":\"xstate.after.PT1H.alarm.waiting\",\"event\":{\"type\":\"xstate.after.PT1H.alarm.waiting\"},\"due\":\"1970-01-01T01:00:00.000Z\"", "\"number\":1")]
    [InlineData("\"id\":\"xstate.after.PT1H.alarm.waiting\"", "\"id\":7")]
    [InlineData("\"event\":{", "\"event\":5,\"x\":{")]
    [InlineData("\"due\":\"1970-01-01T01:00:00.000Z\"", "\"due\":5")]
    [InlineData("\"due\":\"1970-01-01T01:00:00.000Z\"", "\"due\":\"1970-01-01T01:00:00\"")]
    [InlineData("\"timers\":[", "\"timers\":5,\"x\":[")]
    [InlineData("\"context\":{}", "\"context\":null")]
    [InlineData("\"context\":{}", "\"context\":5")]
    public void What_is_not_as_written_is_read_the_long_way(string written, string changed)
    {
        var chart = Chart.Start("{ 'id': 'alarm', 'initial': 'waiting', 'states': { 'waiting': { 'after': { 'PT1H': 'rung' } }, 'rung': {} } }");
        Assert.Contains(written, chart.Json);
        var text = Encoding.UTF8.GetBytes(chart.Json.Replace(written, changed));

        Assert.Null(CanonicalReader.TryRead(text, chart.Definition));
        var thrown = Record.Exception(() => SnapshotJson.Read(text, chart.Definition));
        Assert.True(thrown is null or StepRefusedException, thrown?.ToString());
    }

    [Fact]
    public void Static_mode_takes_only_state_and_context()
    {
        var chart = Chart.Start(Order).Send("PAY");
        var restored = SnapshotJson.Read(SnapshotJson.Write(chart.Snapshot), chart.Definition, RestoreMode.Static);
        Assert.Equal("paying", restored.Value.AsString);
        Assert.Equal(chart.Snapshot.Context, restored.Context);
        Assert.Empty(restored.Timers);
        Assert.Empty(restored.Invocations);
    }

    [Theory]
    [InlineData("""{'status':'active','context':{'n':7},'state_ids':['order.both.a.y']}""", """{"both":{"a":"y","b":{}}}""")]
    [InlineData("""{'status':'active','context':{},'state_ids':['#order.both']}""", """{"both":{"a":"x","b":{}}}""")]
    [InlineData("""{'state_ids':['cart.full']}""", """{"cart":"full"}""")]
    [InlineData("""{'status':'active','value':{'cart':'full'},'historyValue':{'order.cart.h':[{'id':'order.cart.open'}]},'context':{},'children':{}}""", """{"cart":"full"}""")]
    [InlineData("""{'value':'paying','context':{}}""", "\"paying\"")]
    public void The_short_form_and_XStates_form_jump_into_any_state(string text, string value)
    {
        var snapshot = SnapshotJson.Read(Utf8(text), Chart.Parse(Order));
        Assert.Equal(value, snapshot.Value.ToString());
    }

    [Fact]
    public void A_jump_goes_on_from_there()
    {
        var chart = Chart.Start(Order);
        chart.Snapshot = SnapshotJson.Read(Utf8("""{'context':{'n':7},'state_ids':['order.cart.full']}"""), chart.Definition);
        Assert.Equal("paying", chart.Send("PAY").Snapshot.Value.AsString);
        Assert.Equal(7, chart.Snapshot.Context["n"].AsInt);
    }

    [Fact]
    public void A_state_that_does_not_exist_is_named_with_the_nearest()
    {
        var thrown = Assert.Throws<StateNotFoundException>(() => SnapshotJson.Read(Utf8("""{'state_ids':['order.cart.fulll']}"""), Chart.Parse(Order)));
        Assert.Equal(("order.cart.fulll", "order.cart.full", FaultCode.StateNotFound), (thrown.State, thrown.Nearest, thrown.Fault.Code));
        Assert.Contains("did you mean 'order.cart.full'?", thrown.Message);
    }

    [Theory]
    [InlineData("version", "'4'")]
    [InlineData("hash", "'00'")]
    [InlineData("id", "'other'")]
    public void Another_machine_version_or_document_is_refused(string member, string other)
    {
        var chart = Chart.Start(Order);
        var machine = Value.Parse(chart.Json)["machine"].AsObject.With(member, Value.Parse(other.Replace('\'', '"')));
        var text = Encoding.UTF8.GetBytes(Value.Parse(chart.Json).AsObject.With("machine", machine) is var changed ? ((Value)changed).ToString() : "");
        var thrown = Assert.Throws<StepRefusedException>(() => SnapshotJson.Read(text, chart.Definition));
        Assert.Equal(FaultCode.DefinitionMismatch, thrown.Fault.Code);
    }

    [Theory]
    [InlineData("nonsense", "not JSON")]
    [InlineData("[]", "no object")]
    [InlineData("{}", "names no state")]
    [InlineData("{'format':2,'state_ids':['order.cart']}", "update Stator")]
    [InlineData("{'state_ids':['order.cart.open','order.paying']}", "only one child")]
    [InlineData("{'state_ids':['order.cart.h']}", "history state")]
    [InlineData("{'status':'lost','state_ids':['order.cart']}", "status")]
    [InlineData("{'state_ids':['order.cart'],'timers':[{'number':1}]}", "timer")]
    [InlineData("{'state_ids':['order.cart'],'timers':[{'number':1,'event':{'type':'E'},'due':'soon'}]}", "RFC 3339")]
    public void What_cannot_be_read_is_a_typed_fault(string text, string says)
    {
        var thrown = Assert.Throws<StepRefusedException>(() => SnapshotJson.Read(Utf8(text), Chart.Parse(Order)));
        Assert.Equal(FaultCode.InvalidSnapshot, thrown.Fault.Code);
        Assert.Contains(says, thrown.Message);
    }

    [Fact]
    public void A_truncated_snapshot_is_refused_at_every_length()
    {
        var chart = Chart.Start(Order).Send("PAY");
        var text = SnapshotJson.Write(chart.Snapshot);
        for (var length = 0; length < text.Length; length++)
        {
            Assert.Throws<StepRefusedException>(() => SnapshotJson.Read(text.AsSpan(0, length), chart.Definition));
        }
    }

    [Fact]
    public void Step_refuses_a_snapshot_of_another_machine()
    {
        var chart = Chart.Start(Order);
        var other = Chart.Parse("{ 'id': 'order', 'version': '4', 'initial': 'a', 'states': { 'a': {} } }");
        var result = Statechart.Step(other, chart.Snapshot, new Event("N"), chart.Now);
        Assert.Equal(FaultCode.DefinitionMismatch, result.Fault?.Code);
        Assert.Same(chart.Snapshot, result.Snapshot);
    }

    [Fact]
    public void Step_goes_on_with_the_same_document_read_again_and_the_code_it_is_given()
    {
        var chart = Chart.Start(Order).Send("PAY");
        var again = Chart.Parse(Order);
        var result = Statechart.Step(again, chart.Snapshot, new Event("NONE"), chart.Now);
        Assert.Null(result.Fault);
        Assert.Same(again, result.Snapshot!.Definition);
        Assert.Equal(chart.Json, Encoding.UTF8.GetString(SnapshotJson.Write(result.Snapshot)));
    }

    [Fact]
    public void A_child_machine_that_is_not_bound_is_a_typed_fault()
    {
        const string child = "{ 'id': 'kid', 'initial': 'x', 'states': { 'x': {} } }";
        const string parent = "{ 'id': 'p', 'initial': 'a', 'states': { 'a': { 'invoke': { 'id': 'k', 'src': 'kid' } } } }";
        var chart = Chart.Start(parent, ("kid", child));
        Assert.Equal("x", chart.Reload().Snapshot.Invocations[0].Child?.Value.AsString);

        var thrown = Assert.Throws<StepRefusedException>(() => SnapshotJson.Read(SnapshotJson.Write(chart.Snapshot), Chart.Parse(parent)));
        Assert.Equal(FaultCode.MissingImplementation, thrown.Fault.Code);
    }

    [Fact]
    public void Numbers_keep_their_kind()
    {
        var chart = Chart.Start("{ 'id': 'm', 'initial': 'a', 'context': { 'i': 2, 'd': 2.0, 'e': 1e2, 's': 0.1 }, 'states': { 'a': {} } }");
        Assert.Contains("""{"i":2,"d":2.0,"e":100.0,"s":0.1}""", chart.Json);
        Assert.True(chart.Reload().Snapshot.Context["d"].IsDouble);
    }

    /// <summary>Texts that an earlier build wrote: they load for ever.</summary>
    [Theory]
    [InlineData("quiet")]
    [InlineData("paying")]
    [InlineData("done")]
    public void Old_snapshots_load(string name)
    {
        var text = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Snapshots", "v1", name + ".json"));
        var snapshot = SnapshotJson.Read(text, Chart.Parse(Order));
        Assert.Equal(Encoding.UTF8.GetString(text).TrimEnd(), Encoding.UTF8.GetString(SnapshotJson.Write(snapshot)));
    }

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text.Replace('\'', '"'));
}
