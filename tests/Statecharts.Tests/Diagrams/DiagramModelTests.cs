using Stator.Statecharts.Diagrams;

namespace Stator.Statecharts.Tests.Diagrams;

public class DiagramModelTests
{
    private static readonly DiagramModel Order = DiagramModel.Of(Charts.Read(Charts.Order), ["order.payment.charging", "unknown"]);

    [Theory]
    [InlineData("order.created", "SUBMIT [payable] / lock, greet", "order.payment")]
    [InlineData("order.created", "SUBMIT", "order.rejected")]
    [InlineData("order.created", "after 1 d", "order.rejected")]
    [InlineData("order.payment", "done", "order.shipping")]
    [InlineData("order.payment.charging", "done: charge", "order.payment.paid")]
    [InlineData("order.payment.charging", "error: charge", "order.payment.backoff")]
    [InlineData("order.payment.charging", "after 30 s", "order.payment.backoff")]
    [InlineData("order.payment.backoff", "after retryDelay (1 min)", "order.payment.charging")]
    public void An_arrow_says_what_happens(string source, string label, string target) =>
        Assert.Contains(Order.Edges, e => Order.Nodes[e.Source].Id == source && Order.Nodes[e.Target].Id == target && e.Label == label);

    [Fact]
    public void A_node_lists_what_it_does()
    {
        Assert.Equal(["entry / count", "exit / uncount", "invoke / charge (bank)"], Node("order.payment.charging").Lines);
        Assert.Equal(["note / addNote"], Node("order").Lines);
        Assert.Equal(["IGNORED / nothing"], Node("order.created").Lines);
        Assert.Equal(["open", "new"], Node("order.created").Tags.AsEnumerable());
        Assert.Equal("Waits for the customer", Node("order.created").Tooltip);
        Assert.Equal("version 3\nAn order", Node("order").Tooltip);
    }

    [Fact]
    public void Only_known_states_are_active() =>
        Assert.Equal(["order.payment.charging"], Order.Nodes.Where(n => n.IsActive).Select(n => n.Id));

    [Fact]
    public void Kinds_and_defaults_are_those_of_the_chart()
    {
        Assert.Equal(DiagramNodeKind.Parallel, Node("order.shipping").Kind);
        Assert.Equal(DiagramNodeKind.DeepHistory, Node("order.shipping.last").Kind);
        Assert.Equal(DiagramNodeKind.Final, Node("order.done").Kind);
        Assert.Equal(4, Order.Edges.Count(e => e.Kind == DiagramEdgeKind.Initial));
        Assert.All(Order.Nodes, (n, i) => Assert.True(n.Index == i && n.Parent < i));
    }

    [Theory]
    [InlineData("""{ "type": "@xstate.assign", "context": { "a": 1, "b": { "@expr": "2" } } }""", "assign a, b")]
    [InlineData("""{ "type": "@xstate.raise", "event": { "type": "GO", "n": { "@expr": "1" } } }""", "raise GO")]
    [InlineData("""{ "type": "@xstate.raise", "event": { "type": "GO" }, "delay": 90000 }""", "raise GO after 1 min 30 s")]
    [InlineData("""{ "type": "@xstate.sendTo", "target": "#_parent", "event": { "type": "GO" } }""", "send GO to #_parent")]
    [InlineData("""{ "type": "@xstate.sendTo", "target": { "machine": "bank", "key": { "@expr": "context.k" } }, "event": { "type": "GO" } }""", "send GO to bank/context.k")]
    [InlineData("""{ "type": "@xstate.emit", "event": { "type": "paid" } }""", "emit paid")]
    [InlineData("""{ "type": "@xstate.cancel", "id": "t" }""", "cancel t")]
    [InlineData("""{ "type": "@xstate.log", "args": ["x"] }""", "log")]
    [InlineData("""{ "type": "@xstate.stop", "id": "c" }""", "stop c")]
    [InlineData("""{ "type": "mail", "params": { "to": "me" } }""", "mail")]
    public void An_action_is_named(string action, string text)
    {
        var model = DiagramModel.Of(Charts.Read($$"""{ "id": "m", "context": { "k": "1" }, "entry": [{{action}}] }"""));
        Assert.Equal(text, Assert.Single(model.Nodes[0].Entry));
    }

    [Theory]
    [InlineData("""{ "@expr": "context.n > 0" }""", "context.n > 0")]
    [InlineData("\"isReady\"", "isReady")]
    [InlineData("""{ "type": "not", "guards": [{ "type": "or", "guards": ["a", "b"] }] }""", "not (a or b)")]
    [InlineData("""{ "type": "and", "guards": ["a", { "type": "stateIn", "state": "#b" }] }""", "a and in #b")]
    public void A_guard_is_in_words(string guard, string text)
    {
        var model = DiagramModel.Of(Charts.Read($$"""{ "id": "m", "initial": "a", "states": { "a": { "always": { "guard": {{guard}}, "target": "b" } }, "b": { "id": "b" } } }"""));
        Assert.Contains(model.Edges, e => e.Label == $"always [{text}]");
    }

    private static DiagramNode Node(string id) => Order.Nodes.Single(n => n.Id == id);
}
