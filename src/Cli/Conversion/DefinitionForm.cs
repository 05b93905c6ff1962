using Stator.Cli.Documents;
using Stator.Statecharts.Data;

namespace Stator.Cli.Conversion;

/// <summary>
/// The form of <c>machine.toJSON()</c> and <c>machine.definition</c>: everything resolved, each target an id. Undone here, so that what
/// comes out reads like the configuration it was made from.
/// </summary>
internal sealed class DefinitionForm(Value document)
{
    private readonly DefinitionTargets _targets = new(document);

    public static bool IsDefinition(Value value) =>
        value["key"].Kind == ValueKind.String && value["initial"].Kind == ValueKind.Object && !value["initial"]["source"].IsNull;

    public Value ToConfig() => Node(document, Id(document), isRoot: true);

    private ObjectValue Node(Value node, string defaultId, bool isRoot)
    {
        var id = Id(node);
        var events = new DefinitionEvents(node, id);
        var config = new ObjectBuilder();
        if (isRoot || id != defaultId)
        {
            config.Set("id", id);
        }

        SetUnlessEmpty(config, "version", isRoot ? node["version"] : default);
        SetUnlessEmpty(config, "description", node["description"]);
        SetUnlessEmpty(config, "type", node["type"].Text is "parallel" or "final" or "history" ? node["type"] : default);
        SetUnlessEmpty(config, "tags", node["tags"]);
        SetUnlessEmpty(config, "meta", node["meta"]);
        SetUnlessEmpty(config, "context", isRoot ? node["context"] : default);

        SetUnlessEmpty(config, "history", node["type"] == (Value)"history" && node["history"].Kind == ValueKind.String ? node["history"] : default);
        SetUnlessEmpty(config, "initial", Initial(node));
        SetUnlessEmpty(config, "entry", DefinitionActions.Compact(DefinitionActions.WithoutLast(node["entry"], "xstate.raise", events.Timers.Count), "entry"));
        SetUnlessEmpty(config, "exit", DefinitionActions.Compact(DefinitionActions.WithoutLast(node["exit"], "xstate.cancel", events.Timers.Count), "exit"));
        SetUnlessEmpty(config, "invoke", Invokes(node, id, events));
        SetUnlessEmpty(config, "on", Map(node, events.Plain));
        SetUnlessEmpty(config, "always", Transitions(node, node["always"]));
        SetUnlessEmpty(config, "after", Map(node, events.Timers));
        SetUnlessEmpty(config, "onDone", Transitions(node, events.Done));
        SetUnlessEmpty(config, "output", node["output"]);
        SetUnlessEmpty(config, "states", ObjectValue.Of(
            [.. node["states"].Members.Select(s => (s.Key, (Value)Node(s.Value, $"{defaultId}.{s.Key}", isRoot: false)))]));
        return config.Build();
    }

    private Value Initial(Value node)
    {
        if (node["initial"]["target"] is not { Kind: ValueKind.List, AsList: [var target, ..] })
        {
            return default;
        }

        var key = _targets.ChildKey(node, target.Text ?? "");
        var actions = DefinitionActions.Compact(node["initial"]["actions"], "actions");
        return actions.IsNull ? key : ObjectValue.Of(("target", key), ("actions", actions));
    }

    private Value Invokes(Value node, string id, DefinitionEvents events)
    {
        var invokes = new List<Value>();
        foreach (var invoke in node["invoke"].Items)
        {
            var invokeId = Id(invoke);
            var config = new ObjectBuilder();
            foreach (var (key, value) in invoke.Members)
            {
                var isDerived = key is "type" or "onDone" or "onError" or "onSnapshot" || (key == "id" && invokeId == $"{invokes.Count}.{id}");
                SetUnlessEmpty(config, key, isDerived ? default : value);
            }

            SetUnlessEmpty(config, "onDone", Transitions(node, events.OfService("done.actor", invokeId)));
            SetUnlessEmpty(config, "onError", Transitions(node, events.OfService("error.actor", invokeId)));
            SetUnlessEmpty(config, "onSnapshot", Transitions(node, events.OfService("snapshot", invokeId)));
            invokes.Add(config.Build());
        }

        return invokes.Count == 1 ? invokes[0] : ListValue.Of([.. invokes]);
    }

    private ObjectValue Map(Value node, IEnumerable<KeyValuePair<string, Value>> entries) =>
        ObjectValue.Of([.. entries.Select(e => (e.Key, Transitions(node, e.Value) is { IsNull: false } some ? some : Value.EmptyObject))]);

    private Value Transitions(Value node, Value transitions)
    {
        var written = transitions.Items.Select(t => Transition(node, t)).ToList();
        return written.Count switch { 0 => default, 1 => written[0], _ => ListValue.Of([.. written]) };
    }

    private Value Transition(Value node, Value transition)
    {
        var config = new ObjectBuilder();
        var targets = transition["target"].Items.Select(t => (Value)_targets.Shortest(node, t.Text ?? "")).ToList();
        SetUnlessEmpty(config, "target", targets.Count == 1 ? targets[0] : ListValue.Of([.. targets]));
        SetUnlessEmpty(config, "guard", transition["guard"]);
        SetUnlessEmpty(config, "actions", DefinitionActions.Compact(transition["actions"], "actions"));
        SetUnlessEmpty(config, "reenter", transition["reenter"].IsTrue ? transition["reenter"] : default);
        SetUnlessEmpty(config, "description", transition["description"]);
        SetUnlessEmpty(config, "meta", transition["meta"]);
        return config is { Count: 1 } && targets.Count == 1 ? targets[0] : config.Build();
    }

    private static void SetUnlessEmpty(ObjectBuilder config, string key, Value value)
    {
        if (!value.IsNull && value is not { Kind: ValueKind.List, AsList.Count: 0 } && (value is not { Kind: ValueKind.Object, AsObject.Count: 0 } || key is "meta" or "input" or "src"))
        {
            config.Set(key, value);
        }
    }

    private static string Id(Value value) => value["id"].Text ?? "";
}
