using System.Collections.Immutable;
using Stator.Statecharts;
using Stator.Statecharts.Authoring;
using Stator.Statecharts.Data;
using Stator.Statecharts.Parsing;

namespace Stator.Interpreters.Tests;

/// <summary>The C# of docs/csharp.md: what stands between the marks stands there to the letter, and does here what it says.</summary>
public sealed partial class DocumentExamples
{
    // <cart-json>
    private const string CartJson = """
        {
          "id": "cart",
          "initial": "open",
          "context": { "items": [], "total": 0 },
          "states": {
            "open": {
              "on": {
                "ADD": { "actions": "add_item" },
                "PAY": { "guard": "hasItems", "target": "paying" }
              },
              "after": {
                "patience": { "target": "abandoned", "actions": { "type": "send-letter", "params": { "template": "come back" } } }
              }
            },
            "paying": {
              "invoke": { "src": "charge", "input": { "amount": { "@expr": "context.total" } }, "onDone": "paid", "onError": "open" }
            },
            "paid": { "tags": "closed" },
            "abandoned": { "tags": "closed" }
          }
        }
        """;
    // </cart-json>

    // <cart-logic>
    public sealed record Cart(ImmutableArray<string> Items, int Total);

    public sealed record Item(string Name, int Price);

    public sealed record Charge(int Amount);

    public sealed class CartLogic(List<string> letters) : MachineLogic<Cart>
    {
        public bool HasItems(Cart cart) => cart.Items.Length > 0;

        public Cart AddItem(Cart cart, Event @event)
        {
            var item = @event.As<Item>();
            return new(cart.Items.Add(item.Name), cart.Total + item.Price);
        }

        public TimeSpan Patience(Cart cart) => TimeSpan.FromMinutes(cart.Total > 100 ? 30 : 10);

        public void SendLetter(Cart cart, string template) => letters.Add($"{template}: {cart.Items.Length} items");

        public async Task<string> ChargeAsync(Charge charge, CancellationToken cancellation)
        {
            await Task.Yield();
            cancellation.ThrowIfCancellationRequested();
            return $"charged {charge.Amount}";
        }
    }
    // </cart-logic>

    [Fact]
    public async Task A_class_of_logic()
    {
        // <bind>
        var letters = new List<string>();
        MachineDefinition cart = MachineParser.Parse(CartJson).Required;
        MachineDefinition bound = cart.Bind(new CartLogic(letters));

        await using var interpreter = await new Interpreter(bound).StartAsync();
        await interpreter.SendAsync("ADD", new Item("tea", 4));
        await interpreter.SendAsync("PAY");
        await interpreter.WaitForAsync("paid");
        // </bind>

        Assert.Equal(4, interpreter.ContextAs<Cart>().Total);
        Assert.Empty(letters);
    }

    [Fact]
    public void Dictionaries_of_logic()
    {
        // <dictionaries>
        var logic = new MachineLogic
        {
            Guards = { ["hasItems"] = call => call.Context["items"].AsList.Count > 0 },
            Assigns =
            {
                ["addItem"] = call => call.Context.AsObject
                    .With("items", ListValue.Of([.. call.Context["items"].AsList, call.Event.Members["name"]]))
                    .With("total", call.Context["total"].AsInt + call.Event.Members["price"].AsInt),
            },
            Actions = { ["sendLetter"] = call => Console.WriteLine(call.Params["template"].AsString) },
            Delays = { ["patience"] = _ => "PT10M" },
            Services = { ["charge"] = (Charge charge) => $"charged {charge.Amount}" },
        };

        using var interpreter = new SyncInterpreter(MachineParser.Parse(CartJson).Required, logic).Start();
        interpreter.Send("ADD", new { name = "tea", price = 4 });
        interpreter.Send("PAY");
        Console.WriteLine(interpreter.Value); // "paid"
        // </dictionaries>

        Assert.Equal("paid", interpreter.Value);
    }

    [Fact]
    public void Fluent_logic()
    {
        // <fluent>
        MachineLogic logic = new MachineLogic<Cart>()
            .Guard("hasItems", (cart, _) => cart.Items.Length > 0)
            .Assign("addItem", (cart, e) => cart with { Items = cart.Items.Add(e.As<Item>().Name) })
            .Action("sendLetter", (cart, e) => Console.WriteLine(cart.Items.Length))
            .Delay("patience", (cart, _) => TimeSpan.FromMinutes(10))
            .Action("audit", async (call, cancellation) => await Console.Out.WriteLineAsync(call.Event.Type.AsMemory(), cancellation))
            .Service("charge", (Charge charge, CancellationToken _) => Task.FromResult(charge.Amount));
        // </fluent>

        Assert.NotNull(MachineParser.Parse(CartJson).Required.TryBind(logic).Definition);
    }

    // <attributes>
    public sealed class Tickets : MachineLogic
    {
        [Guard("mayRefund")]
        private static bool IsYoung(int hours) => hours < 24;

        [Action]
        internal void Print(LogicCall call) => Console.WriteLine(call.Context);
    }
    // </attributes>

    [Fact]
    public void Attributes()
    {
        var chart = Charts.Of("""{"id": "t", "on": {"R": {"guard": {"type": "mayRefund", "params": {"hours": 3}}, "actions": "print"}}}""");

        Assert.True(new SyncInterpreter(chart, new Tickets()).Start().Can("R"));
    }

    [Fact]
    public void Binding_errors()
    {
        // <binding-errors>
        var result = MachineParser.Parse(CartJson).Required.TryBind(new MachineLogic
        {
            Guards = { ["hasItem"] = _ => true },
            Actions = { ["addItem"] = _ => { }, ["sendLetter"] = _ => { } },
            Delays = { ["patience"] = _ => 1000 },
        });
        foreach (var diagnostic in result.Diagnostics)
        {
            Console.WriteLine($"{diagnostic.Code} at {diagnostic.Place.Pointer}: {diagnostic.Message}");
        }

        // SC0062 at /states/open/on/PAY/guard: the guard 'hasItems' is bound to nothing; did you mean 'hasItem'?
        // SC0064 at /states/paying/invoke: the service 'charge' is bound to nothing
        // </binding-errors>

        Assert.Null(result.Definition);
        Assert.Equal(
            [
                "SC0062 at /states/open/on/PAY/guard: the guard 'hasItems' is bound to nothing; did you mean 'hasItem'?",
                "SC0064 at /states/paying/invoke: the service 'charge' is bound to nothing",
            ],
            result.Diagnostics.Select(d => $"{d.Code} at {d.Place.Pointer}: {d.Message}"));
        Assert.Throws<InvalidMachineException>(() => MachineParser.Parse(CartJson).Required.Bind(new MachineLogic()));
    }

    [Fact]
    public void An_asynchronous_function_in_a_sync_interpreter()
    {
        // <sync-refuses-tasks>
        var logic = new MachineLogic().Service("charge", async (Charge charge) => await Task.FromResult(charge.Amount));
        var chart = MachineParser.Parse("""{"id": "m", "invoke": {"src": "charge"}}""").Required;

        var refused = Assert.Throws<InvalidMachineException>(() => new SyncInterpreter(chart, logic));
        Assert.Equal("SC0068", refused.Diagnostics[0].Code); // the service 'charge' returns a task, which nobody here awaits
        // </sync-refuses-tasks>

        Assert.Contains("the service 'charge' returns a task, which nobody here awaits", refused.Message);
    }

    [Fact]
    public async Task Child_machines()
    {
        // <children>
        var door = MachineParser.Parse("""{"id": "door", "initial": "shut", "states": {"shut": {"on": {"OPEN": "open"}}, "open": {"type": "final"}}}""").Required;
        var house = MachineParser.Parse("""
            {
              "id": "house",
              "initial": "waiting",
              "states": {
                "waiting": {
                  "invoke": { "src": "door", "id": "front", "onDone": "entered" },
                  "on": { "KNOCK": { "actions": { "type": "@xstate.sendTo", "target": "front", "event": { "type": "OPEN" } } } }
                },
                "entered": {}
              }
            }
            """).Required;

        await using var interpreter = await new Interpreter(house, new MachineLogic { Machines = { ["door"] = door } }).StartAsync();
        await interpreter.SendAsync("KNOCK");
        // </children>

        Assert.True(interpreter.Matches("entered"));
    }

    // <builder-types>
    public sealed record Loan(long Amount, int Reminders);
    // </builder-types>

    [Fact]
    public void The_builder()
    {
        // <builder>
        var loan = Machine.Create<Loan>("loan", m => m
            .Version("3")
            .Context(new Loan(Amount: 0, Reminders: 0))
            .Initial("requested")
            .State("requested", s => s
                .On("APPROVE", t => t.Target("running").When("event.amount <= 10000").Context(new { amount = Expr.Cel("event.amount") }))
                .On("APPROVE", t => t.Target("board").Guard("isKnownCustomer"))
                .On("REFUSE", "refused"))
            .State("board", s => s.Invoke("vote", i => i.Input(new { amount = Expr.Cel("context.amount") }).OnDone("running").OnError("refused").Retry(maxAttempts: 5)))
            .State("running", s => s
                .Tags("open")
                .After(TimeSpan.FromDays(30), t => t
                    .Target("running").Reenter()
                    .Do("remind", new { urgent = Expr.Cel("context.reminders > 2") })
                    .Assign(new { reminders = Expr.Cel("context.reminders + 1") }))
                .On("REPAID", "repaid"))
            .Final("repaid")
            .Final("refused")
            .Output(new { amount = Expr.Cel("context.amount") }));

        MachineDefinition definition = loan.Bind(new MachineLogic()
            .Guard("isKnownCustomer", call => call.Event.Members["customer"].AsString == "Eve")
            .Action("remind", call => Console.WriteLine(call.Params["urgent"].AsBool))
            .Service("vote", () => true));
        File.WriteAllText("loan.machine.json", loan.ToJson());
        // </builder>

        using var interpreter = new SyncInterpreter(definition).Start();
        interpreter.Send("APPROVE", new { amount = 700 });
        Assert.Equal(700, interpreter.ContextAs<Loan>().Amount);
        Assert.True(interpreter.HasTag("open"));
        Assert.Equal(definition.Hash, MachineParser.Parse(File.ReadAllBytes("loan.machine.json")).Required.Hash);
        File.Delete("loan.machine.json");
    }

    [Fact]
    public void Lambdas_in_a_builder()
    {
        // <builder-lambdas>
        var loan = Machine.Create<Loan>("loan", m => m
            .Context(new Loan(Amount: 5, Reminders: 0))
            .Initial("running")
            .State("running", s => s
                .After((loan, _) => TimeSpan.FromDays(30 - loan.Reminders), t => t.Assign((loan, _) => loan with { Reminders = loan.Reminders + 1 }))
                .On("PAY", t => t.Target("repaid").When((loan, e) => e.Members["amount"].AsInt >= loan.Amount).Do((loan, e) => Console.WriteLine(loan.Amount)))
                .Invoke((CancellationToken _) => Task.FromResult(7), i => i.Id("interest")))
            .Final("repaid"));

        var refused = Assert.Throws<InvalidOperationException>(() => loan.ToJson());
        // </builder-lambdas>

        Assert.StartsWith("The machine holds lambdas, which JSON cannot say: (loan, _) => TimeSpan.FromDays(30 - loan.Reminders) (inline-delay-1)", refused.Message);
        Assert.NotNull(new Interpreter(loan));
    }
}
