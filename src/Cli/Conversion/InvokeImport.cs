using Stator.Statecharts.Data;

namespace Stator.Cli.Conversion;

/// <summary>Invoked services of an XState configuration.</summary>
internal sealed class InvokeImport(ImportLog log, NodeImport nodes)
{
    public Value Convert(Value value, string at) => value.Kind switch
    {
        ValueKind.List => ListValue.Of([.. value.AsList.Select((invoke, i) => Convert(invoke, $"{at}/{i}"))]),
        ValueKind.Object => One(value.AsObject, at),
        _ => value,
    };

    private ObjectValue One(ObjectValue invoke, string at)
    {
        var converted = new ObjectBuilder();
        foreach (var (key, value) in invoke)
        {
            var place = $"{at}/{key}";
            switch (key)
            {
                case "src":
                    converted.Set(key, Source(value, place));
                    break;
                case "onDone" or "onError" or "onSnapshot" or "onTimeout":
                    converted.Set(key, nodes.Transitions(value, place));
                    break;
                case "input" when CodeValues.IsCode(value):
                    CodeValues.LeaveOut(log, key, value, place);
                    break;
                case "input":
                    converted.Set(key, CodeValues.Import(log, value, place));
                    break;
                case "systemId":
                    log.Warn(place, $"the service is registered in XState's actor system as {value}", "Name it by its invoke id, or by machine and key, in @xstate.sendTo.");
                    break;
                case "type":
                    break;
                default:
                    converted.Set(key, value);
                    break;
            }
        }

        return converted.Build();
    }

    private Value Source(Value source, string at)
    {
        if (source is { Kind: ValueKind.String } name && !name.AsString.StartsWith("xstate.invoke.", StringComparison.Ordinal))
        {
            return source;
        }

        if (source["states"].Kind == ValueKind.Object && source["id"].Kind == ValueKind.String)
        {
            log.Warn(
                at, $"a whole machine stands here; its id '{source["id"].AsString}' stands for it",
                "Save that machine as a file of its own, convert it too, and publish or bind it under this id.");
            return source["id"];
        }

        if (source["type"].Kind == ValueKind.String)
        {
            return source["type"];
        }

        var standIn = log.NextName("inlineService");
        var code = CodeValues.IsCode(source) ? ": " + CodeValues.Shorten(source) : "";
        log.Warn(at, $"the service is a function{code}; '{standIn}' stands for it", "Bind a service of that name in C#, or write the name of one.");
        return standIn;
    }
}
