using Stator.Statecharts.Data;

namespace Stator.Cli.Conversion;

/// <summary>Actions of an XState configuration. One that is a function gets a name, so that it keeps its place in the order.</summary>
internal sealed class ActionImport(ImportLog log)
{
    private const string BuiltIn = "xstate.";

    /// <summary>What is written here for each of XState's built-in actions: its name, the members it must have, and an example.</summary>
    private static readonly Dictionary<string, (string Name, string[] Needs, string Form)> Forms = new(StringComparer.Ordinal)
    {
        ["assign"] = ("assign", ["context"], "\"context\": {\"count\": {\"@expr\": \"context.count + 1\"}}"),
        ["raise"] = ("raise", ["event"], "\"event\": {\"type\": \"NEXT\"}"),
        ["sendTo"] = ("sendTo", ["target", "event"], "\"target\": \"child\", \"event\": {\"type\": \"NEXT\"}"),
        ["cancel"] = ("cancel", ["id"], "\"id\": \"reminder\""),
        ["emit"] = ("emit", ["event"], "\"event\": {\"type\": \"changed\"}"),
        ["log"] = ("log", ["args"], "\"args\": \"text\""),
        ["spawnChild"] = ("spawn", ["src"], "\"src\": \"child\", \"id\": \"child\""),
        ["stopChild"] = ("stop", ["id"], "\"id\": \"child\""),
    };

    public Value Convert(Value value, string at) => value.Kind == ValueKind.List
        ? ListValue.Of([.. value.AsList.Select((action, i) => One(action, $"{at}/{i}"))])
        : One(value, at);

    private Value One(Value action, string at)
    {
        if (action.IsNull)
        {
            log.HasLostFunctions = true;
            return StandIn(at, "the action is a function, of which JSON has nothing");
        }

        if (CodeValues.IsCode(action))
        {
            return StandIn(at, "the action is a function: " + CodeValues.Shorten(action));
        }

        var type = action.Kind == ValueKind.String ? action.AsString : action["type"] is { Kind: ValueKind.String } written ? written.AsString : null;
        if (type is "" or "(anonymous)")
        {
            return StandIn(at, "the action is a function without name");
        }

        return type is not null && type.StartsWith(BuiltIn, StringComparison.Ordinal)
            ? OfXState(type[BuiltIn.Length..], action, at)
            : CodeValues.Import(log, action, at);
    }

    /// <summary>A built-in one: with its members, as Stately Studio writes them, it is data; without, as XState prints it, only its kind is known.</summary>
    private Value OfXState(string kind, Value action, string at)
    {
        if (!Forms.TryGetValue(kind, out var form))
        {
            return StandIn(at, $"the action is XState's {kind}()", "Write what it does as actions and guarded transitions");
        }

        var members = action["params"].Kind == ValueKind.Object ? action["params"] : action;
        if (form.Needs.All(n => members.Kind == ValueKind.Object && members.AsObject.TryGet(n, out var member) && !CodeValues.IsCode(member)))
        {
            var data = CodeValues.Import(log, members, at).AsObject.Where(m => m.Key != "type").Select(m => (m.Key, m.Value));
            return ObjectValue.Of([("type", "@xstate." + form.Name), .. data]);
        }

        return StandIn(at, $"the action is XState's {kind}(), of which the export has no more", $"Write {{\"type\": \"@xstate.{form.Name}\", {form.Form}}}");
    }

    private Value StandIn(string at, string what, string remedy = "Write it as data, such as {\"type\": \"@xstate.assign\", \"context\": {…}}")
    {
        var name = log.NextName("inlineAction");
        log.Warn(at, $"{what}; '{name}' stands for it", $"{remedy}, or bind an action of that name in C#.");
        return name;
    }
}
