using System.Globalization;
using System.Text;
using Stator.Statecharts.Parsing;

namespace Stator.Statecharts.Tests.Diagrams;

/// <summary>Charts to draw.</summary>
internal static class Charts
{
    /// <summary>A bit of everything.</summary>
    public const string Order = """
        {
          "id": "order", "version": "3", "initial": "created", "description": "An order",
          "delays": { "retryDelay": 60000 },
          "guards": { "payable": { "when": { "@expr": "context.total > 0" } } },
          "on": { "note": { "actions": "addNote" }, "RESET": ".created" },
          "states": {
            "created": {
              "tags": ["open", "new"], "description": "Waits for the customer",
              "on": { "SUBMIT": [{ "guard": "payable", "target": "payment", "actions": ["lock", "greet"] }, "rejected"], "IGNORED": {} },
              "after": { "P1D": "rejected" }
            },
            "payment": {
              "initial": "charging",
              "onDone": "shipping",
              "on": { "CANCEL": "rejected", "AGAIN": { "target": "payment", "reenter": true } },
              "states": {
                "charging": {
                  "entry": "count", "exit": "uncount",
                  "invoke": { "id": "charge", "src": "bank", "onDone": "paid", "onError": "backoff" },
                  "after": { "PT30S": "backoff" }
                },
                "backoff": { "after": { "retryDelay": "charging" }, "on": { "GIVE_UP": "#order.rejected" } },
                "paid": { "type": "final" }
              }
            },
            "shipping": {
              "type": "parallel",
              "onDone": "done",
              "on": { "HOLD": "held" },
              "states": {
                "parcel": { "initial": "box", "states": { "box": { "on": { "BOXED": "boxed", "BROKEN": "#order.rejected" } }, "boxed": { "type": "final" } } },
                "papers": { "initial": "print", "states": { "print": { "on": { "PRINTED": "printed" } }, "printed": { "type": "final" } } },
                "last": { "type": "history", "history": "deep" }
              }
            },
            "held": { "on": { "RESUME": "shipping.last", "JUMP": "#order.payment.backoff" } },
            "done": { "type": "final" },
            "rejected": { "type": "final", "entry": "notify" }
          }
        }
        """;

    public static MachineDefinition Read(string json)
    {
        var result = MachineParser.Parse(json);
        Assert.True(result.Definition is not null, string.Join("\n", result.Diagnostics));
        return result.Definition;
    }

    /// <summary>States in one level, each with arrows to some others.</summary>
    public static string Flat(int states, int arrows, int seed)
    {
        var numbers = new Numbers(seed);
        var json = new StringBuilder("{\"id\":\"flat\",\"initial\":\"s0\",\"states\":{");
        for (var i = 0; i < states; i++)
        {
            var on = Enumerable.Range(0, arrows).Select(j => $"\"E{i}_{j}\":\"s{numbers.Below(8) switch { < 4 => Math.Min(i + 1 + numbers.Below(2), states - 1), < 6 => Math.Max(i - 1, 0), _ => numbers.Below(states) }}\"");
            json.Append(CultureInfo.InvariantCulture, $"{(i > 0 ? "," : "")}\"s{i}\":{{\"on\":{{{string.Join(',', on)}}}}}");
        }

        return json.Append("}}").ToString();
    }

    /// <summary>Groups, regions, history, and arrows across them; every id is unique.</summary>
    public static string Nested(int seed)
    {
        var numbers = new Numbers(seed);
        var ids = new List<string>();
        var shape = Shape("m", 0);
        return Write(shape, isRoot: true);

        Node Shape(string id, int depth)
        {
            var node = new Node(id, numbers.Below(4) == 0, []);
            ids.Add(id);
            for (var i = 0; depth < 4 && i < (depth == 0 ? 4 : numbers.Below(4)); i++)
            {
                node.Children.Add(Shape($"{id}{(char)('a' + i)}", depth + 1 + numbers.Below(2)));
            }

            return node;
        }

        string Write(Node node, bool isRoot)
        {
            var members = new List<string> { $"\"id\":\"{node.Id}\"" };
            if (node.Children.Count > 0)
            {
                var children = node.Children.Select(c => $"\"{c.Id}\":{Write(c, false)}").ToList();
                if (!isRoot && numbers.Below(3) == 0)
                {
                    children.Add($"\"{node.Id}H\":{{\"type\":\"history\",\"history\":\"{(numbers.Below(2) == 0 ? "deep" : "shallow")}\",\"id\":\"{node.Id}H\"}}");
                    ids.Add(node.Id + "H");
                }

                members.Add($"\"states\":{{{string.Join(',', children)}}}");
                members.Add(node.IsParallel ? "\"type\":\"parallel\"" : $"\"initial\":\"{node.Children[numbers.Below(node.Children.Count)].Id}\"");
            }

            if (numbers.Below(3) == 0)
            {
                members.Add("\"entry\":[\"first\",\"second\"],\"tags\":\"busy\"");
            }

            var on = Enumerable.Range(0, numbers.Below(4)).Select(i => $"\"{node.Id}.{i}\":{{\"target\":\"#{ids[numbers.Below(ids.Count)]}\",\"reenter\":true,\"actions\":[{string.Join(',', Enumerable.Repeat("\"doSomething\"", numbers.Below(4)))}]}}");
            members.Add($"\"on\":{{{string.Join(',', on)}}}");
            return "{" + string.Join(',', members) + "}";
        }
    }

    private sealed record Node(string Id, bool IsParallel, List<Node> Children);

    /// <summary>The same numbers for the same seed, on any version of .NET.</summary>
    private sealed class Numbers(int seed)
    {
        private uint _state = (uint)seed * 2654435761u + 12345;

        public int Below(int limit)
        {
            _state = _state * 1664525 + 1013904223;
            return (int)((_state >> 8) % (uint)limit);
        }
    }
}
