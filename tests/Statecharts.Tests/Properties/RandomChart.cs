using System.Text.Json.Nodes;

namespace Stator.Statecharts.Tests.Properties;

/// <summary>Writes a random machine as a document: states, and through <see cref="RandomBehaviour"/> what they do.</summary>
internal sealed class RandomChart(Random random, RandomNode root, bool isKid)
{
    public static readonly string[] Events = ["E0", "E1", "E2", "ev.x", "ev.y.z"];

    private readonly RandomBehaviour _behaviour = new(random, root, isKid);
    private int _services;

    public static JsonObject Write(Random random, string id, int nodes, bool isKid) =>
        new RandomChart(random, RandomNode.Grow(random, id, nodes), isKid).Machine();

    private JsonObject Machine()
    {
        var machine = new JsonObject { ["id"] = root.Key, ["options"] = new JsonObject { ["maxMicrosteps"] = 60 } };
        machine["context"] = JsonNode.Parse("""{ "a": 0, "b": 0, "k": 0, "f": false, "l": [], "o": null }""");
        foreach (var (key, value) in State(root).ToList())
        {
            machine[key] = value?.DeepClone();
        }

        if (random.Next(2) == 0)
        {
            machine["output"] = JsonNode.Parse("""{ "a": { "@expr": "context.a" }, "by": { "@expr": "event.type" } }""");
        }

        return machine;
    }

    private JsonObject State(RandomNode node)
    {
        var state = new JsonObject();
        if (node.Type is not ("compound" or "atomic"))
        {
            state["type"] = node.Type;
        }

        if (node.Type == "history")
        {
            return History(node, state);
        }

        Put(state, "entry", _behaviour.Actions(node, 2, "+" + node.Key));
        Put(state, "exit", _behaviour.Actions(node, 1, "-" + node.Key));
        if (random.Next(5) == 0)
        {
            state["tags"] = new JsonArray("red", node.Key);
        }

        if (node.Type == "final")
        {
            Put(state, "output", random.Next(2) == 0 ? JsonNode.Parse("""{ "v": { "@expr": "context.a" } }""") : null);
            return state;
        }

        WriteTransitions(node, state);
        if (node.Initial is { } initial)
        {
            state["initial"] = random.Next(3) == 0
                ? new JsonObject { ["target"] = initial.Key, ["actions"] = _behaviour.Actions(node, 1, "init") }
                : initial.Key;
        }

        if (node.Kids.Count > 0)
        {
            state["states"] = new JsonObject(node.Kids.Select(k => KeyValuePair.Create(k.Key, (JsonNode?)State(k))));
        }

        return state;
    }

    private JsonObject History(RandomNode node, JsonObject state)
    {
        Put(state, "history", random.Next(2) == 0 ? "deep" : null);
        if (node.Parent!.Initial is { Type: "history" } || random.Next(2) == 0)
        {
            var below = node.Parent.SelfAndBelow.Where(n => n != node.Parent && n.IsReal).ToList();
            state["target"] = "#" + below[random.Next(below.Count)].Id;
        }

        return state;
    }

    private void WriteTransitions(RandomNode node, JsonObject state)
    {
        var on = new JsonObject();
        foreach (var name in Events.Append("ev.*").Append("*").Where(n => random.Next(n.EndsWith('*') ? 12 : 4) == 0))
        {
            on[name] = random.Next(12) == 0 ? new JsonObject() : _behaviour.Transitions(node);
        }

        Put(state, "on", on.Count > 0 ? on : null);
        Put(state, "always", random.Next(7) == 0 ? _behaviour.Always(node) : null);
        Put(state, "onDone", node.Kids.Count > 0 && random.Next(3) == 0 ? _behaviour.Transitions(node) : null);
        if (random.Next(4) == 0)
        {
            state["after"] = new JsonObject
            {
                [random.Next(3) == 0 ? "PT0.05S" : $"{10 * random.Next(6)}"] = _behaviour.Transitions(node),
            };
        }

        if (random.Next(6) == 0)
        {
            state["invoke"] = Invoke(node);
        }
    }

    private JsonObject Invoke(RandomNode node)
    {
        var invoke = new JsonObject { ["src"] = isKid || random.Next(2) == 0 ? "job" : "kid", ["id"] = $"{root.Key}-i{_services++}" };
        Put(invoke, "onDone", random.Next(2) == 0 ? _behaviour.Transitions(node) : null);
        Put(invoke, "onError", random.Next(2) == 0 ? _behaviour.Transitions(node) : null);
        Put(invoke, "onSnapshot", random.Next(4) == 0 ? JsonNode.Parse("""{ "actions": "snapped" }""") : null);
        if (random.Next(5) == 0)
        {
            invoke["timeout"] = 35;
            Put(invoke, "onTimeout", random.Next(2) == 0 ? _behaviour.Transitions(node) : null);
        }

        return invoke;
    }

    private static void Put(JsonObject target, string key, JsonNode? value)
    {
        if (value is not (null or JsonArray { Count: 0 }))
        {
            target[key] = value;
        }
    }
}
