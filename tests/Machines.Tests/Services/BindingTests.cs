using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Stator.Embedded;
using Stator.Machines.Services;
using Stator.Machines.Tests.Support;
using Stator.Statecharts;
using Stator.Statecharts.Authoring;
using Stator.Statecharts.Data;

namespace Stator.Machines.Tests.Services;

/// <summary>Code of an application behind the names of durable machines.</summary>
public class BindingTests
{
    private const string Order = """
        { "id": "order", "version": "1", "initial": "open", "context": { "items": [], "total": 0, "paid": null },
          "states": {
            "open": { "on": {
              "ADD": { "actions": ["addItem", { "type": "note", "params": { "text": "added" } }] },
              "PAY": { "guard": "hasItems", "target": "paying" } },
              "after": { "patience": { "target": "abandoned", "actions": { "type": "note", "params": { "text": "abandoned" } } } } },
            "paying": { "invoke": { "src": "charge", "input": { "amount": { "@expr": "context.total" } },
              "onDone": { "target": "paid", "context": { "paid": { "@expr": "event.output.receipt" } } } } },
            "paid": {}, "abandoned": {} } }
        """;

    [Fact]
    public async Task LogicOfAnApplicationIsBoundByName()
    {
        await using var app = await Application.StartAsync(services => services
            .AddSingleton<Notes>()
            .AddMachineLogic<OrderLogic>("order"));
        await app.PublishAsync(Order);
        await app.Host.CreateAsync("order", "a");
        var refused = await app.Host.SendAsync("order", "a", "PAY");
        await app.Host.SendAsync("order", "a", Event.Of("ADD", ("name", "tea"), ("price", 4)));
        await app.Host.SendAsync("order", "a", Event.Of("ADD", ("name", "cup"), ("price", 3)));
        await app.Host.SendAsync("order", "a", "PAY");
        var done = await app.UntilAsync("order", "a", "paid");
        await app.Host.CreateAsync("order", "b");
        app.Time.Advance(TimeSpan.FromMinutes(10));
        await app.UntilAsync("order", "b", "abandoned");

        Assert.Equal("open", refused.Value.AsString);
        Assert.Equal("order/a: 7", done["context"]["paid"].AsString);
        var notes = app.Provider.GetRequiredService<Notes>();
        await Eventually.Holds(() => notes.Lines.Count == 3, "all actions were performed");
        Assert.Equal(["added 1 order/a#3.0", "added 2 order/a#4.0"], notes.Lines.Where(l => l.StartsWith("added", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task AServiceTakesItsInputTheCallATokenAndWhatTheApplicationHas()
    {
        await using var app = await Application.StartAsync(services => services
            .AddScoped<Notes>()
            .AddMachineService("charge", async (Charge charge, Notes notes, ServiceCall call, CancellationToken cancellation) =>
            {
                notes.Add(call.Source, 0, call.InvocationId);
                await Task.Yield();
                cancellation.ThrowIfCancellationRequested();
                return new Charged(charge.Amount, call.Attempt, notes.Lines.Count);
            }));
        await app.PublishAsync(ServiceCharts.Payment);
        foreach (var key in new[] { "a", "b" })
        {
            await app.Host.CreateAsync("payment", key);
            var snapshot = await app.UntilAsync("payment", key, "paid");
            Assert.Equal(5, snapshot["context"]["paid"].AsInt);
        }
    }

    public static TheoryData<Delegate> Functions => new()
    {
        () => new { charged = 5 },
        (Charge charge) => new Charged(charge.Amount, 1, 1),
        (Value input) => Task.FromResult<Value>(ObjectValue.Of(("charged", input["amount"]))),
        (ServiceCall call) => ValueTask.FromResult(new Charged(call.InputAs<Charge>().Amount, 1, 1)),
        (CancellationToken cancellation) => Task.FromResult(ObjectValue.Of(("charged", cancellation.CanBeCanceled ? 5 : 0))),
    };

    [Theory]
    [MemberData(nameof(Functions))]
    public async Task FunctionsOfManyShapesAreServices(Delegate function)
    {
        await using var host = await (await CodeHost.StartAsync(new BoundService("charge", function))).WithAsync(ServiceCharts.Payment);
        await host.Host.CreateAsync("payment", "a");
        await host.UntilAsync("payment", "a", "paid");
        Assert.Equal(5, (await host.ContextAsync("payment", "a"))["paid"].AsInt);
    }

    [Fact]
    public void AFunctionOfTwoInputsIsNone()
    {
        var refused = Assert.Throws<ArgumentException>(() => new BoundService("charge", (Charge a, Charged b) => a.Amount + b.Attempt));
        Assert.Contains("Charge and Charged", refused.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new BoundService("charge", () => 1, new() { MaxConcurrency = 0 }));
        Assert.Throws<ArgumentException>(() => new MachineCode([], [new("charge", () => 1), new("charge", () => 2)]));
        Assert.Throws<ArgumentException>(() => new MachineCode([], [new("external", () => 1)]));
        Assert.Throws<ArgumentException>(() => new MachineCode([new("m", new MachineLogic { Machines = { ["child"] = Charts.Parse(Charts.Counter) } })], []));
    }

    [Fact]
    public async Task AMachinesOwnServiceGoesFirst()
    {
        await using var host = await CodeHost.StartAsync(
            new BoundService("charge", () => new { charged = 1 }),
            new BoundService("charge", () => new { charged = 5 }, new() { Machine = "payment" }));
        await host.WithAsync(ServiceCharts.Payment, ServiceCharts.Payment.Replace("\"payment\"", "\"other\"", StringComparison.Ordinal));
        foreach (var (machine, charged) in new[] { ("payment", 5), ("other", 1) })
        {
            await host.Host.CreateAsync(machine, "a");
            await host.UntilAsync(machine, "a", "paid");
            Assert.Equal(charged, (await host.ContextAsync(machine, "a"))["paid"].AsInt);
        }
    }

    [Fact]
    public async Task WhatIsBoundToNothingIsNotPublished()
    {
        await using var host = await CodeHost.StartAsync(
            new MachineCode([new("order", new MachineLogic { Guards = { ["hasItem"] = _ => true }, Delays = { ["patience"] = _ => 1 } })], [new("charges", () => 1)]));
        var order = await host.RefusedAsync(_ => host.WithAsync(Order));
        var payment = await host.RefusedAsync(_ => host.WithAsync(ServiceCharts.Payment));

        Assert.Equal(("invalid_definition", "invalid_definition"), (order.Code, payment.Code));
        Assert.Equal(["SC0062", "SC0063", "SC0063", "SC0063", "SC0064"], order.Diagnostics.Select(d => d.Code).Where(c => c is "SC0062" or "SC0063" or "SC0064").Order());
        Assert.Contains(order.Diagnostics, d => d.Message.Contains("did you mean 'hasItem'?", StringComparison.Ordinal));
        Assert.Equal("SC0064", Assert.Single(payment.Diagnostics).Code);
    }

    [Fact]
    public async Task AnInstanceWhoseCodeHasGoneIsStalledUntilItIsBack()
    {
        var charge = new Script("charge");
        var first = await (await CodeHost.StartAsync(charge.Service)).WithAsync(ServiceCharts.Payment, Charts.Counter);
        await first.Host.CreateAsync("payment", "a");
        await charge.BegunAsync(1);

        var without = await first.CrashAsync(TimeSpan.FromSeconds(1), MachineCode.None);
        await without.Host.CreateAsync("counter", "a");
        var fault = await without.RefusedAsync(h => h.SendAsync("payment", "a", "CANCEL"));
        Assert.Equal("definition_missing", fault.Code);
        Assert.Contains("'charge'", fault.Message, StringComparison.Ordinal);
        await Eventually.Holds(
            async () => (await without.Host.Incidents.ListAsync(new())).Incidents.Any(i => i.Kind == IncidentKind.Stalled), "the instance is listed as stalled");

        await using var back = await without.CrashAsync(TimeSpan.FromSeconds(1), new([], [charge.Service]));
        await Eventually.Holds(
            () =>
            {
                back.Time.Advance(TimeSpan.FromSeconds(1));
                return charge.Acts.Count > 1;
            },
            "the service runs again");
        charge.Acts[^1].Return(ObjectValue.Of(("charged", 5)));
        await back.UntilAsync("payment", "a", "paid");
    }

    [Fact]
    public async Task AnActionIsPerformedAfterTheCommitUntilItGoesWellUnderOneName()
    {
        var calls = new ConcurrentQueue<string>();
        var logic = new MachineLogic().Action("note", async (call, _) =>
        {
            await Task.Yield();
            calls.Enqueue($"{call.Event.Members["n"]} {call.EffectId}");
            if (calls.Count == 1)
            {
                throw new InvalidOperationException("The printer is out of paper.");
            }
        });
        var first = await (await CodeHost.StartAsync(new MachineCode([new("noter", logic)], []))).WithAsync("""
            { "id": "noter", "version": "1", "on": { "NOTE": { "actions": "note" } } }
            """);
        await first.Host.CreateAsync("noter", "a");
        await first.Host.SendAsync("noter", "a", Event.Of("NOTE", ("n", 1)));
        await first.Host.SendAsync("noter", "a", Event.Of("NOTE", ("n", 2)));
        await Eventually.Holds(
            () =>
            {
                first.Time.Advance(TimeSpan.FromMilliseconds(100));
                return calls.Count == 3;
            },
            "all actions were performed");
        await Eventually.Holds(async () => (await first.Kept.LoadOutboxAsync(0, 10, default)).Count == 0, "that is confirmed");
        await using var second = await first.CrashAsync();

        Assert.Equal(["1 noter/a#2.0", "1 noter/a#2.0", "2 noter/a#3.0"], calls);
    }

    [Fact]
    public async Task AChildMachineHasItsOwnCode()
    {
        var notes = new ConcurrentQueue<string>();
        var code = new MachineCode(
            [
                new("parent", new MachineLogic().Action("note", call => notes.Enqueue("parent")).Service("work", () => "of the parent")),
                new("child", new MachineLogic().Action("note", call => notes.Enqueue("child")).Service("work", () => "of the child")),
            ],
            []);
        await using var host = await CodeHost.StartAsync(code);
        await host.WithAsync(
            """
            { "id": "child", "version": "1", "initial": "on", "context": { "by": null },
              "states": { "on": { "invoke": { "src": "work", "onDone": { "target": "off", "context": { "by": { "@expr": "event.output" } } } } }, "off": { "type": "final", "entry": "note" } },
              "output": { "by": { "@expr": "context.by" } } }
            """,
            """
            { "id": "parent", "version": "1", "initial": "on", "context": { "child": null, "own": null },
              "states": {
                "on": { "entry": "note", "invoke": { "src": "child", "id": "c", "onDone": { "target": "then", "context": { "child": { "@expr": "event.output.by" } } } } },
                "then": { "invoke": { "src": "work", "onDone": { "target": "off", "context": { "own": { "@expr": "event.output" } } } } },
                "off": {} } }
            """);
        await host.Host.CreateAsync("parent", "a");
        await host.UntilAsync("parent", "a", "off");
        var context = await host.ContextAsync("parent", "a");
        await Eventually.Holds(() => notes.Count == 2, "both actions were performed");

        Assert.Equal(("of the child", "of the parent"), (context["child"].AsString, context["own"].AsString));
        Assert.Equal(["parent", "child"], notes);
    }

    internal sealed record Charge(int Amount);

    internal sealed record Charged([property: System.Text.Json.Serialization.JsonPropertyName("charged")] int Amount, int Attempt, int Notes);

    internal sealed record Item(string Name, int Price);

    internal sealed record OrderContext(string[] Items, int Total, string? Paid);

    internal sealed class Notes
    {
        public ConcurrentQueue<string> Lines { get; } = new();

        public void Add(string text, int items, string? effect) => Lines.Enqueue($"{text} {items} {effect}");
    }

    internal sealed class OrderLogic(Notes notes) : MachineLogic<OrderContext>
    {
        public bool HasItems(OrderContext order) => order.Items.Length > 0;

        [Assign("addItem")]
        public OrderContext With(OrderContext order, Event @event)
        {
            var item = @event.As<Item>();
            return order with { Items = [.. order.Items, item.Name], Total = order.Total + item.Price };
        }

        public TimeSpan Patience(OrderContext order) => TimeSpan.FromMinutes(order.Total > 100 ? 30 : 10);

        [Action("note")]
        public void Write(LogicCall call, string text) => notes.Add(text, call.ContextAs<OrderContext>().Items.Length, call.EffectId);

        [Service]
        internal async Task<object> ChargeAsync(ServiceCall call)
        {
            await Task.Yield();
            return new { receipt = $"{call.Address}: {call.InputAs<Charge>().Amount}" };
        }
    }
}
