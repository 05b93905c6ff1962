using Stator.Statecharts.Authoring;
using Stator.Statecharts.Data;
using Stator.Statecharts.Interpretation;
using Stator.Statecharts.Parsing;
using Stator.Statecharts.Snapshots;

namespace Stator.Statecharts.Tests.AuthoringTests;

public class MachineLogicTests
{
    private const string Shop = """
        {"id": "shop", "context": {"items": [], "limit": 2}, "initial": "open", "states": {
          "open": {"entry": "audit_entry", "on": {
            "ADD": {"guard": {"type": "has_room", "params": {"limit": 2}}, "actions": {"type": "add_item", "params": {"prefix": "a "}}},
            "PAY": {"guard": "isPayable", "target": "paying"}}},
          "paying": {"invoke": {"src": "charge", "input": {"amount": 3}}, "after": {"retryDelay": "open"}}}}
        """;

    private sealed record Cart(string[] Items, int Limit);

    private sealed record Order(int Amount);

    private sealed record AddParams(string Prefix);

    private sealed class ShopLogic : MachineLogic<Cart>
    {
        public List<string> Audited { get; } = [];

        public static bool HasRoom(Cart context, int limit) => context.Items.Length < limit;

        public bool IsPayable(Event e, Cart context) => context.Items.Length > 0 && e.Type == "PAY";

        public Cart AddItem(Cart context, AddParams parameters, Event e) => context with { Items = [.. context.Items, parameters.Prefix + e.Members["sku"].AsString] };

        public TimeSpan RetryDelay() => TimeSpan.FromSeconds(3);

        public async Task<string> ChargeAsync(Order order, CancellationToken cancellation)
        {
            await Task.Yield();
            cancellation.ThrowIfCancellationRequested();
            return $"charged {order.Amount}";
        }

        [Action]
        internal void AuditEntry(LogicCall call) => Audited.Add(call.Event.Type);

        public string Unrelated(int a, string b) => a + b;
    }

    [Fact]
    public void Methods_are_found_by_name_and_called_by_type()
    {
        var logic = new ShopLogic();
        var shop = Parse(Shop).Bind(logic);

        var snapshot = Statechart.Start(shop, default, DateTimeOffset.UnixEpoch).Accepted;
        Assert.Null(logic.Audited.SingleOrDefault());
        Assert.False(snapshot.Can(new Event("PAY")));
        foreach (var sku in (string[])["tea", "milk", "rum"])
        {
            snapshot = Step(shop, snapshot, Event.Of("ADD", ("sku", sku))).Accepted;
        }

        Assert.Equal("""["a tea","a milk"]""", snapshot.Context["items"].ToString());
        var paying = Step(shop, snapshot, new Event("PAY"));
        Assert.Equal(3000, paying.Accepted.Timers.Single().DueMs);
        Assert.IsType<Func<Order, CancellationToken, Task<string>>>(shop.Logic.Services["charge"]);
        Assert.Null(shop.Logic.Actions["audit_entry"].Perform(new LogicCall(default, Event.Init, default), default));
        Assert.Equal(["xstate.init"], logic.Audited);
    }

    [Theory]
    [InlineData("addItem")]
    [InlineData("AddItem")]
    [InlineData("add_item")]
    [InlineData("add-item")]
    public void Notations_meet(string name)
    {
        var chart = Parse($$"""{"id": "m", "entry": "{{name}}"}""");

        Assert.NotNull(chart.TryBind(new ShopLogic()).Definition);
        Assert.NotNull(chart.TryBind(new MachineLogic { Actions = { ["add_Item"] = _ => { } } }).Definition);
    }

    [Fact]
    public void An_entry_goes_before_a_method()
    {
        var logic = new ShopLogic { Guards = { ["isPayable"] = _ => true } };
        var shop = Parse(Shop).Bind(logic);

        Assert.True(Statechart.Start(shop, default, DateTimeOffset.UnixEpoch).Accepted.Can(new Event("PAY")));
    }

    private class Twice : MachineLogic<Cart>
    {
        public Cart AddItem(Cart context) => context;

        public Cart Add_Item(Cart context, Event e) => context;

        public virtual bool IsPayable() => true;
    }

    private sealed class TwiceOverriding : Twice
    {
        public override bool IsPayable() => false;
    }

    [Fact]
    public void Two_that_meet_one_name_are_ambiguous()
    {
        var result = Parse("""{"id": "m", "entry": "add_item", "always": {"guard": "isPayable", "actions": []}}""").TryBind(new TwiceOverriding());

        var diagnostic = Assert.Single(result.Diagnostics);
        Assert.Equal(DiagnosticCode.AmbiguousLogic, diagnostic.Code);
        Assert.Contains("Twice.AddItem(Cart) and by Twice.Add_Item(Cart, Event)", diagnostic.Message);
        Assert.Equal("/entry", diagnostic.Place.Pointer);
        Assert.Null(result.Definition);
        Assert.Equal(
            DiagnosticCode.AmbiguousLogic,
            Assert.Single(Parse("""{"id": "m", "entry": "a"}""").TryBind(new MachineLogic { Actions = { ["A"] = _ => { }, ["_a"] = _ => { } } }).Diagnostics).Code);
    }

    private sealed class Unfit : MachineLogic<Cart>
    {
        public string IsPayable(Cart context) => "yes";

        public int AddItem(Cart context) => 1;

        public bool HasRoom(Cart context, Order one, AddParams two) => true;

        public void Charge(Order order, Cart second)
        {
        }

        public TimeSpan RetryDelay(int extra) => default;

        public void AuditEntry(ref int count) => count++;

        [Guard("never")]
        public int Never() => 0;
    }

    [Fact]
    public void Signatures_that_fit_nothing_are_all_reported()
    {
        var thrown = Assert.Throws<InvalidMachineException>(() => Parse(Shop).Bind(new Unfit()));

        Assert.All(thrown.Diagnostics, d => Assert.Equal(DiagnosticCode.UnfitLogic, d.Code));
        Assert.Equal(7, thrown.Diagnostics.Length);
        Assert.Contains("'isPayable' meets Unfit.IsPayable(Cart), which returns string, where a guard returns bool", thrown.Message);
        Assert.Contains("'add_item' meets Unfit.AddItem(Cart), which returns int, where an assign returns Cart and an action nothing or a task", thrown.Message);
        Assert.Contains("it is not clear which is the params", thrown.Message);
        Assert.Contains("Charge(Order, Cart), which takes more than an input and a cancellation token", thrown.Message);
        Assert.Contains("a delay has no params", thrown.Message);
        Assert.Contains("takes a parameter by reference", thrown.Message);
        Assert.Contains("Unfit.Never() is marked [Guard], but returns int, where a guard returns bool", thrown.Message);
    }

    private sealed class Attributed : MachineLogic
    {
        [Guard("isPayable")]
        private static bool Whatever() => true;

        [Assign("add_item")]
        public Value Change(Value context) => context.AsObject.With("changed", true);

        [Action("audit_entry")]
        public int Report() => 7;

        [Delay("retryDelay")]
        public string Soon() => "PT1M";

        [Service("charge")]
        public bool Charge2(Value input) => true;

        [Guard("has_room")]
        public bool Room(Value context, Value parameters) => parameters["limit"] == 2;
    }

    [Fact]
    public void Attributes_say_what_signatures_do_not()
    {
        var shop = Parse(Shop).Bind(new Attributed());

        var snapshot = Step(shop, Statechart.Start(shop, default, DateTimeOffset.UnixEpoch).Accepted, new Event("ADD")).Accepted;
        Assert.True(snapshot.Context["changed"].IsTrue);
        Assert.Equal(60_000, Step(shop, snapshot, new Event("PAY")).Accepted.Timers.Single().DueMs);
        Assert.Equal(7, shop.Logic.Actions["audit_entry"].Perform(default, default));
    }

    [Fact]
    public void What_is_bound_to_nothing_is_listed_with_what_was_probably_meant()
    {
        var result = Parse(Shop).TryBind(new MachineLogic { Guards = { ["isPayabel"] = _ => true } }.Service("chargee", () => 1));

        Assert.Equal(
            [DiagnosticCode.UnknownDelay, DiagnosticCode.UnknownGuard, DiagnosticCode.UnknownGuard, DiagnosticCode.UnknownAction, DiagnosticCode.UnknownAction, DiagnosticCode.UnknownService],
            result.Diagnostics.Select(d => d.Code).Order(StringComparer.Ordinal).OrderBy(c => c == DiagnosticCode.UnknownService ? 2 : c == DiagnosticCode.UnknownDelay ? 0 : 1));
        Assert.Contains(result.Diagnostics, d => d.Message.Contains("did you mean 'isPayabel'?", StringComparison.Ordinal));
        Assert.Contains(result.Diagnostics, d => d.Message.Contains("did you mean 'chargee'?", StringComparison.Ordinal));
        Assert.Equal(2, Parse(Shop).TryBind(new ShopLogic(), new BindOptions { RequireActions = false }).Diagnostics.Length + 2);
    }

    [Fact]
    public void A_machine_can_be_bound_bit_by_bit()
    {
        var logic = new MachineLogic<Cart>().Guard("isPayable", (c, _) => c.Limit == 2).Assign("add_item", (c, _) => c with { Limit = 9 });
        var half = Parse("""{"id": "m", "context": {"items": [], "limit": 2}, "on": {"PAY": {"guard": "isPayable", "actions": "add_item"}}}""").Bind(logic);

        var whole = half.Bind(new MachineLogic());

        Assert.Equal(9, Step(whole, Statechart.Start(whole, default, default).Accepted, new Event("PAY")).Accepted.Context["limit"]);
    }

    [Fact]
    public void A_child_machine_without_its_code_is_found_with_its_parent()
    {
        var child = Parse("""{"id": "child", "entry": "hello"}""");
        var parent = Parse("""{"id": "p", "invoke": {"src": "child"}}""");

        var result = parent.TryBind(new MachineLogic().Machine("child", child));

        Assert.Equal(DiagnosticCode.UnboundChild, Assert.Single(result.Diagnostics).Code);
        Assert.Contains("in the child machine 'child', at /entry: the action 'hello'", result.Diagnostics[0].Message.Replace("1:25", "/entry", StringComparison.Ordinal));
        Assert.NotNull(parent.TryBind(new MachineLogic().Machine("child", child.Bind(new MachineLogic().Action("hello", _ => { })))).Definition);
    }

    [Fact]
    public void Code_that_returns_tasks_is_refused_where_nobody_awaits()
    {
        var logic = new MachineLogic().Action("act", (_, _) => Task.CompletedTask).Service("serve", () => Task.FromResult(1));
        var chart = Parse("""{"id": "m", "entry": "act", "invoke": {"src": "serve"}}""");

        Assert.True(chart.Bind(logic).Logic.Actions["act"].IsAsynchronous);
        Assert.Equal(2, chart.TryBind(logic, new BindOptions { AllowAsynchronous = false }).Diagnostics.Length);
    }

    private static StepResult Step(MachineDefinition machine, Snapshot snapshot, Event @event) =>
        Statechart.Step(machine, snapshot, @event, DateTimeOffset.UnixEpoch);

    private static MachineDefinition Parse(string json) => MachineParser.Parse(Value.Parse(json)).Required;
}
