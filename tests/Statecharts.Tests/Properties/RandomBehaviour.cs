using System.Text.Json.Nodes;

namespace Stator.Statecharts.Tests.Properties;

/// <summary>Random transitions, guards and actions for the nodes of one tree.</summary>
internal sealed class RandomBehaviour(Random random, RandomNode root, bool isKid)
{
    private static readonly string[] Conditions =
    [
        "context.a % 2 == 0", "context.b >= 3", "context.f", "!context.f", "has(event.v) && event.v > 4", "size(context.l) < 2", "event.type.startsWith('E')",
    ];

    private static readonly string[] Patches =
    [
        """{ "a": { "@expr": "context.a + 1" } }""",
        """{ "b": { "@expr": "(context.b + context.a + 1) % 10" }, "o": { "@expr": "event.type" } }""",
        """{ "f": { "@expr": "!context.f" } }""",
        """{ "l": { "@expr": "size(context.l) < 3 ? context.l + [context.a] : []" } }""",
        """{ "o": { "deep": [1, 2.5, { "x": { "@expr": "double(context.a)" } }] } }""",
    ];

    private readonly RandomNode[] _nodes = [.. root.SelfAndBelow];

    public JsonNode Transitions(RandomNode node) =>
        random.Next(4) == 0 ? new JsonArray(Transition(node), Transition(node)) : Transition(node);

    /// <summary>Counted, so that most of them come to an end.</summary>
    public JsonNode Always(RandomNode node)
    {
        var transition = Transition(node);
        transition["guard"] = Expression($"context.k < {random.Next(1, 5)}");
        transition["context"] = JsonNode.Parse("""{ "k": { "@expr": "context.k + 1" } }""");
        return transition;
    }

    public JsonArray Actions(RandomNode node, int most, string mark)
    {
        var actions = new JsonArray();
        if (random.Next(2) == 0)
        {
            actions.Add(mark);
        }

        for (var i = random.Next(most + 1); i > 0; i--)
        {
            actions.Add(Action(node));
        }

        return actions;
    }

    private JsonObject Transition(RandomNode node)
    {
        var transition = new JsonObject { ["actions"] = Actions(node, 2, "t") };
        if (random.Next(6) > 0)
        {
            transition["target"] = Target(node);
        }

        if (random.Next(3) == 0)
        {
            transition["guard"] = Guard(0);
        }

        if (random.Next(5) == 0)
        {
            transition["reenter"] = true;
        }

        return transition;
    }

    private JsonNode Target(RandomNode node)
    {
        var parallels = _nodes.Where(n => n.Type == "parallel" && n.Kids.Count(k => k.IsReal) > 1).ToList();
        switch (random.Next(6))
        {
            case 0 when node.Parent is { } parent:
                return Pick(parent.Kids).Key;
            case 1 when node.Kids.Count > 0:
                return "." + Pick(node.Kids).Key;
            case 2 when parallels.Count > 0:
                var regions = Pick(parallels).Kids.Where(k => k.IsReal).ToList();
                return new JsonArray([.. regions.Take(random.Next(2, regions.Count + 1)).Select(r => (JsonNode)("#" + Pick([.. r.SelfAndBelow]).Id))]);
            default:
                return "#" + Pick(_nodes.Skip(1).ToList()).Id;
        }
    }

    private JsonNode Guard(int depth) => random.Next(6) switch
    {
        0 when depth < 2 => new JsonObject { ["type"] = random.Next(2) == 0 ? "and" : "or", ["guards"] = new JsonArray(Guard(depth + 1), Guard(depth + 1)) },
        1 when depth < 2 => new JsonObject { ["type"] = "not", ["guards"] = new JsonArray(Guard(depth + 1)) },
        2 => new JsonObject { ["type"] = "stateIn", ["state"] = "#" + Pick(_nodes.Where(n => n.IsReal).ToList()).Id },
        _ => Expression(Pick(Conditions)),
    };

    private JsonNode Action(RandomNode node) => random.Next(16) switch
    {
        < 5 => new JsonObject { ["type"] = "@xstate.assign", ["context"] = JsonNode.Parse(Pick(Patches)) },
        5 => new JsonObject { ["type"] = "show", ["params"] = JsonNode.Parse("""{ "a": { "@expr": "context.a" }, "by": { "@expr": "event.type" } }""") },
        6 => Delayed(new JsonObject { ["type"] = "@xstate.raise", ["event"] = Event() }, always: random.Next(6) > 0),
        7 or 8 => Delayed(new JsonObject { ["type"] = "@xstate.raise", ["event"] = Event() }, always: true),
        9 => new JsonObject { ["type"] = "@xstate.cancel", ["id"] = Pick(["d1", "d2"]) },
        10 => new JsonObject { ["type"] = "@xstate.emit", ["event"] = Event() },
        11 => Delayed(new JsonObject { ["type"] = "@xstate.sendTo", ["target"] = isKid ? "#_parent" : "#_self", ["event"] = Event() }, always: random.Next(4) > 0),
        12 => new JsonObject { ["type"] = "@xstate.spawn", ["src"] = isKid ? "job" : Pick(["kid", "job"]), ["id"] = Pick(["s1", "s2", "s3"]) },
        13 => new JsonObject { ["type"] = "@xstate.stop", ["id"] = Pick(["s1", "s2", "s3"]) },
        14 when random.Next(4) == 0 => Delayed(new JsonObject { ["type"] = "@xstate.sendTo", ["target"] = Pick(["s1", "s2"]), ["event"] = Event() }, always: false),
        15 when random.Next(5) == 0 => new JsonObject { ["type"] = "@xstate.assign", ["context"] = new JsonObject { ["a"] = Expression("context.missing") } },
        _ => "on-" + node.Key,
    };

    private JsonObject Delayed(JsonObject action, bool always)
    {
        if (always || random.Next(2) == 0)
        {
            action["delay"] = random.Next(3) == 0 ? Expression("context.a * 7") : 10 * random.Next(8);
            if (random.Next(2) == 0)
            {
                action["id"] = Pick(["d1", "d2"]);
            }
        }

        return action;
    }

    private JsonObject Event() => new() { ["type"] = Pick(RandomChart.Events), ["v"] = random.Next(2) == 0 ? random.Next(9) : Expression("context.b") };

    private static JsonObject Expression(string text) => new() { ["@expr"] = text };

    private T Pick<T>(IReadOnlyList<T> from) => from[random.Next(from.Count)];
}
