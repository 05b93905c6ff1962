using Stator.Statecharts.Authoring;
using Stator.Statecharts.Data;
using Stator.Statecharts.Interpretation;
using Stator.Statecharts.Parsing;

namespace Stator.Statecharts.Tests.AuthoringTests;

public class MachineBuilderTests
{
    private sealed record Cart(int Count = 0, string? Note = null);

    [Fact]
    public void What_is_built_is_the_document_to_the_letter()
    {
        const string json = """
            {
              "id": "all", "version": "3", "description": "Everything", "@exprLang": "cel",
              "context": {"count": 0, "note": null},
              "options": {"maxMicrosteps": 50, "maxExpressionCost": 5000, "maxPending": 9},
              "schemas": {"input": {"type": "object"}, "events": {"ADD": {"type": "object", "required": ["by"]}}},
              "actions": {"greet": [{"type": "@xstate.log", "args": "hello"}, "shout"], "nothing": []},
              "guards": {"isFull": {"when": {"@expr": "context.count > 2"}}, "either": {"when": {"type": "or", "guards": ["isFull", {"type": "not", "guards": [{"type": "stateIn", "state": "#b"}]}]}}},
              "delays": {"soon": 100, "later": {"@expr": "context.count * 10"}},
              "initial": {"target": "a", "actions": "greet"},
              "states": {
                "a": {
                  "tags": ["first", "open"], "meta": {"x": 1}, "x-color": "red",
                  "entry": [
                    {"type": "@xstate.assign", "context": {"count": {"@expr": "context.count + 1"}}},
                    {"type": "@xstate.raise", "event": {"type": "R", "n": 1}, "delay": 1500, "id": "r"},
                    {"type": "@xstate.sendTo", "target": "kid", "event": {"type": "HI"}},
                    {"type": "@xstate.sendTo", "target": {"machine": "order", "key": {"@expr": "context.note"}}, "event": {"type": "HI"}, "delay": "soon"},
                    {"type": "@xstate.emit", "event": {"type": "E", "count": {"@expr": "context.count"}}},
                    {"type": "@xstate.spawn", "src": "worker", "id": "w", "input": {"n": 1}}
                  ],
                  "exit": [{"type": "@xstate.cancel", "id": "r"}, {"type": "@xstate.stop", "id": "w"}, {"type": "leave", "params": {"how": "fast"}}],
                  "on": {
                    "ADD": [
                      {"guard": {"@expr": "context.count > 2"}, "target": "b", "description": "full", "meta": {"y": 2}},
                      {"guard": {"type": "and", "guards": ["isFull", {"type": "named", "params": {"p": 1}}]}, "context": {"note": "x"}, "reenter": true, "target": "a"}
                    ],
                    "GO.*": "b",
                    "STOP": {}
                  },
                  "always": {"guard": "isFull", "target": "c"},
                  "after": {"30000": "b", "PT1M": {"target": "c", "actions": "greet"}, "later": "b"},
                  "invoke": [
                    {"src": "pay", "id": "p", "input": {"amount": 2}, "onDone": {"target": "b"}, "onError": "c", "timeout": 5000, "onTimeout": "c",
                     "retry": {"maxAttempts": 4, "initialInterval": 100, "backoff": 2, "maxInterval": 1000}},
                    {"src": "kid", "id": "kid", "onSnapshot": {"actions": "greet"}}
                  ]
                },
                "b": {"id": "b", "initial": "b1", "onDone": "c", "states": {"b1": {}, "b2": {"type": "final", "output": {"@expr": "context.count"}}, "h": {"type": "history", "history": "deep", "target": "b1"}}},
                "c": {"type": "parallel", "states": {"l": {}, "r": {}}}
              },
              "output": {"count": {"@expr": "context.count"}}
            }
            """;

        var built = Machine.Create<Cart>("all", m => m
            .Version("3").Description("Everything").ExpressionLanguage("cel")
            .Context(new Cart())
            .Options(maxMicrosteps: 50, maxExpressionCost: 5000, maxPending: 9)
            .Schemas(input: new { type = "object" }, events: new { ADD = new { type = "object", required = new[] { "by" } } }.Upper())
            .Actions("greet", a => a.Log("hello").Do("shout")).Actions("nothing", _ => { })
            .Guards("isFull", "context.count > 2").Guards("either", g => g.Or(g.Named("isFull"), g.Not(g.StateIn("#b"))))
            .Delays("soon", TimeSpan.FromMilliseconds(100)).Delays("later", Expr.Cel("context.count * 10"))
            .Initial("a", a => a.Do("greet"))
            .State("a", s => s
                .Tags("first", "open").Meta(new { x = 1 }).Extension("x-color", "red")
                .Entry(a => a
                    .Assign(new { count = Expr.Cel("context.count + 1") })
                    .Raise("R", new { n = 1 }, TimeSpan.FromSeconds(1.5), "r")
                    .SendTo("kid", "HI")
                    .SendToInstance("order", Expr.Cel("context.note"), Expr.Event("HI"), "soon")
                    .Emit("E", new { count = Expr.Cel("context.count") })
                    .Spawn("worker", "w", new { n = 1 }))
                .Exit(a => a.Cancel("r").Stop("w").Do("leave", new { how = "fast" }))
                .On("ADD", t => t.When("context.count > 2").Target("b").Description("full").Meta(new { y = 2 }))
                .On("ADD", t => t.When(g => g.And(g.Named("isFull"), g.Named("named", new { p = 1 }))).Context(new { note = "x" }).Reenter().Target("a"))
                .On("GO.*", "b")
                .Forbid("STOP")
                .Always(t => t.Guard("isFull").Target("c"))
                .After(TimeSpan.FromSeconds(30), "b").After("PT1M", t => t.Target("c").Do("greet")).After("later", "b")
                .Invoke("pay", i => i.Id("p").Input(new { amount = 2 }).OnDone(t => t.Target("b")).OnError("c").Timeout(TimeSpan.FromSeconds(5)).OnTimeout("c")
                    .Retry(4, TimeSpan.FromMilliseconds(100), 2, TimeSpan.FromSeconds(1)))
                .Invoke("kid", i => i.Id("kid").OnSnapshot(t => t.Do("greet"))))
            .State("b", s => s.Id("b").Initial("b1").OnDone("c").State("b1").Final("b2", f => f.Output(Expr.Cel("context.count"))).History("h", HistoryKind.Deep, "b1"))
            .Parallel("c", s => s.State("l").State("r"))
            .Output(new { count = Expr.Cel("context.count") }));

        Assert.Equal(Value.Parse(json).ToString(), built.ToJson());
        Assert.Equal(MachineParser.Parse(json).Required.Hash, built.Definition.Hash);
    }

    [Fact]
    public void Inline_lambdas_are_bound_and_run()
    {
        var performed = new List<string>();
        var machine = Machine.Create<Cart>("order", m => m
            .Context(new Cart(1))
            .Initial("cart")
            .State("cart", s => s
                .On("ADD", t => t.When((c, _) => c.Count < 3).Assign((c, e) => c with { Count = c.Count + (int)e.Members["by"].AsInt }).Do((c, e) => performed.Add($"{e.Type} {c.Count}")))
                .On("PAY", "paying")
                .After((c, _) => TimeSpan.FromSeconds(c.Count), t => t.Target("idle")))
            .State("paying", s => s.Invoke((int amount) => amount * 2, i => i.Input(Expr.Cel("context.count")).OnDone("idle")))
            .State("idle"));

        var snapshot = Statechart.Start(machine, default, DateTimeOffset.UnixEpoch).Accepted;
        Assert.Equal(1000, snapshot.Timers.Single().DueMs);
        var step = Statechart.Step(machine, snapshot, Event.Of("ADD", ("by", 2)), DateTimeOffset.UnixEpoch);
        var action = step.Effects.OfType<Stator.Statecharts.Effects.PerformAction>().Single();
        machine.Definition.Logic.Actions[action.Type].Perform(new(action.Context, action.Event, action.Params), default);

        Assert.Equal(["ADD 3"], performed);
        Assert.False(step.Accepted.Can(Event.Of("ADD", ("by", 1))));
        Assert.NotNull(machine.Definition.TryBind(new MachineLogic()).Definition);
    }

    [Fact]
    public void A_machine_with_lambdas_cannot_be_written_and_says_why()
    {
        var machine = Machine.Create<Cart>("order", m => m.Initial("a").State("a", s => s
            .On("GO", t => t.When((c, e) => c.Count > 0).Target("b"))
            .After((_, _) => TimeSpan.Zero, t => t.Target("b"))).State("b"));

        var thrown = Assert.Throws<InvalidOperationException>(machine.ToJson);

        Assert.Contains("(c, e) => c.Count > 0 (inline-guard-1) at /states/a/on/GO/guard", thrown.Message);
        Assert.Contains("(_, _) => TimeSpan.Zero (inline-delay-2) at /states/a/after/inline-delay-2", thrown.Message);
    }

    [Fact]
    public void Lambdas_and_named_code_go_together()
    {
        var machine = Machine.Create<Cart>("m", m => m.Context(new()).On("GO", t => t.When((_, _) => true).Do("more").Do("notify")));
        var bound = machine.Bind(new MachineLogic<Cart>().Assign("more", (c, _) => c with { Count = 5 }).Action("notify", (_, _) => { }));

        var snapshot = Statechart.Start(bound, default, default).Accepted;

        Assert.Equal(5, Statechart.Step(bound, snapshot, new Event("GO"), default).Accepted.Context["count"]);
        Assert.Throws<InvalidMachineException>(() => machine.Bind(new MachineLogic()));
    }

    [Fact]
    public void A_child_machine_is_named_by_its_id()
    {
        var child = Machine.Create<Value>("child", m => m.Initial("x").Final("x").Output("hi"));
        var parent = Machine.Create<Value>("parent", m => m
            .ContextFrom(new { got = Expr.Cel("input.start") }).Initial("a")
            .State("a", s => s.Invoke(child, i => i.OnDone(t => t.Assign(new { got = Expr.Cel("event.output") }).Target("b")))).State("b"));

        var snapshot = Statechart.Start(parent, ObjectValue.Of(("start", 1)), default).Accepted;

        Assert.True(snapshot.Matches("b"));
        Assert.Equal("hi", snapshot.Context["got"]);
        Assert.Contains("\"src\":\"child\"", parent.ToJson());
    }

    [Fact]
    public void Errors_surface_with_their_place_in_the_document()
    {
        var thrown = Assert.Throws<InvalidMachineException>(() => Machine.Create<Value>("m", m => m
            .Initial("a").State("a", s => s.On("GO", "bb").On("CALC", t => t.When("context.("))).State("b")));

        Assert.Contains(thrown.Diagnostics, d => d.Code == DiagnosticCode.UnknownTarget && d.Place.Pointer == "/states/a/on/GO");
        Assert.Contains(thrown.Diagnostics, d => d.Code == DiagnosticCode.BadExpression && d.Place.Pointer.StartsWith("/states/a/on/CALC/guard", StringComparison.Ordinal));
        Assert.Throws<ArgumentException>(() => Machine.Create<Value>("m", m => m.State("a").State("a")));
        Assert.Throws<InvalidOperationException>(() => Machine.Create<Value>("m", m => m.Always(t => t.When("true").Guard("x"))));
    }
}

/// <summary>An anonymous object's member names as they are, where camelCase would change them.</summary>
internal static class AnonymousObjects
{
    public static Value Upper(this object value) => Value.Parse(System.Text.Json.JsonSerializer.Serialize(value));
}
