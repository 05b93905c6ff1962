using Stator.Cli.Documents;
using Stator.Statecharts.Data;

namespace Stator.Cli.Conversion;

/// <summary>State nodes and transitions of an XState configuration.</summary>
internal sealed class NodeImport
{
    private readonly ImportLog _log;
    private readonly ActionImport _actions;
    private readonly GuardImport _guards;
    private readonly InvokeImport _invokes;

    public NodeImport(ImportLog log)
    {
        _log = log;
        _actions = new(log);
        _guards = new(log);
        _invokes = new(log, this);
    }

    public Value Convert(Value node, string at, bool isRoot)
    {
        if (node.Kind != ValueKind.Object)
        {
            return node;
        }

        var converted = new ObjectBuilder();
        foreach (var (key, value) in node.AsObject)
        {
            if (key == "history" && node["type"].Text is not "history")
            {
                LeaveHistoryOut(value, $"{at}/history");
            }
            else if (key == "history" && value == (Value)false)
            {
                // How machine.toJSON() writes a history that is not deep: shallow, as without the key.
            }
            else if (Member(key, value, $"{at}/{Escape(key)}", isRoot) is { } member)
            {
                converted.Set(key, member);
            }
        }

        return converted.Build();
    }

    /// <summary>One transition, or a list of them.</summary>
    public Value Transitions(Value value, string at) => value.Kind switch
    {
        ValueKind.List => ListValue.Of([.. value.AsList.Select((t, i) => Transitions(t, $"{at}/{i}"))]),
        ValueKind.Object => Map(value, at, Transition),
        _ => value,
    };

    /// <summary>Null where the member is left out.</summary>
    private Value? Member(string key, Value value, string at, bool isRoot)
    {
        switch (key)
        {
            case "states":
                return Map(value, at, (_, state, place) => Convert(state, place, isRoot: false));
            case "entry" or "exit":
                return _actions.Convert(value, at);
            case "on" or "after":
                return Map(value, at, (_, transitions, place) => Transitions(transitions, place));
            case "always" or "onDone" or "initial":
                return Transitions(value, at);
            case "invoke":
                return _invokes.Convert(value, at);
            case "context" or "output":
                return CodeValues.IsCode(value) ? CodeValues.LeaveOut(_log, key, value, at) : CodeValues.Import(_log, value, at);
            case "types" or "tsTypes" or "schema":
                _log.Warn(at, $"'{key}' is for the TypeScript compiler", "Describe events, input and context as JSON Schema under 'schemas', or leave it out as here.");
                return null;
            case "predictableActionArguments" or "preserveActionOrder" or "strict" when isRoot:
                _log.Warn(at, $"'{key}' is an option of XState v4, and always so here", "Nothing has to be written.");
                return null;
            case "actions" or "guards" or "delays" when isRoot:
                return Map(value, at, (_, entry, place) => CodeValues.Import(_log, entry, place));
            default:
                return value;
        }
    }

    /// <summary>XState takes it on any node, and gives it a meaning only on a history state.</summary>
    private void LeaveHistoryOut(Value value, string at)
    {
        if (value.Kind == ValueKind.String)
        {
            _log.Warn(at, "'history' has no meaning on a state that is no history state", "Leave it out as here, or write \"type\": \"history\".");
        }
    }

    private Value? Transition(string key, Value value, string at)
    {
        switch (key)
        {
            case "actions":
                return _actions.Convert(value, at);
            case "guard":
                return _guards.Convert(value, at);
            default:
                return value;
        }
    }

    private static Value Map(Value value, string at, Func<string, Value, string, Value?> convert)
    {
        if (value.Kind != ValueKind.Object)
        {
            return value;
        }

        var converted = new ObjectBuilder();
        foreach (var (key, member) in value.AsObject)
        {
            if (convert(key, member, $"{at}/{Escape(key)}") is { } kept)
            {
                converted.Set(key, kept);
            }
        }

        return converted.Build();
    }

    private static string Escape(string key) => key.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);
}
