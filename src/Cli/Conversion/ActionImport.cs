using Stator.Cli.Documents;
using Stator.Statecharts.Data;

namespace Stator.Cli.Conversion;

/// <summary>Actions of an XState configuration. One that is a function gets a name, so that it keeps its place in the order.</summary>
internal sealed class ActionImport(ImportLog log)
{
    private const string BuiltIn = "xstate.";

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

        var type = action.Text ?? action["type"].Text;
        if (type is not null && type.StartsWith(BuiltIn, StringComparison.Ordinal))
        {
            return OfXState(type[BuiltIn.Length..], action, at);
        }

        if (CodeValues.IsCode(action))
        {
            return StandIn(at, "the action is a function: " + CodeValues.Shorten(action));
        }

        return type is "" or "(anonymous)" ? StandIn(at, "the action is a function without name") : CodeValues.Import(log, action, at);
    }

    /// <summary>A built-in one: where the export has all its members as data, it is data here; else only its kind is known.</summary>
    private Value OfXState(string kind, Value action, string at)
    {
        if (!BuiltInForm.ByName.TryGetValue(kind, out var form))
        {
            return StandIn(at, $"the action is XState's {kind}(){CodeIn(action["collect"])}", "Write what it does as actions and guarded transitions");
        }

        var members = action["params"].Kind == ValueKind.Object ? action["params"] : action;
        var data = new ObjectBuilder();
        data.Set("type", "@xstate." + form.Name);
        foreach (var (here, there) in form.Members)
        {
            var member = members[there].IsNull ? members[here] : members[there];
            if (CodeValues.FindCode(member) is { } code)
            {
                return StandIn(at, $"the action is XState's {kind}() with a function{CodeIn(code)}", Example(form));
            }

            if (!member.IsNull)
            {
                data.Set(here, member);
            }
        }

        var isComplete = form.Members.Take(form.Needed).All(m => !members[m.There].IsNull || !members[m.Here].IsNull);
        return isComplete ? WithLabel(data, members["label"]) : StandIn(at, $"the action is XState's {kind}(), of which the export has no more", Example(form));
    }

    /// <summary>A <c>log</c> may have a label, which is just another argument.</summary>
    private static Value WithLabel(ObjectBuilder data, Value label)
    {
        var action = data.Build();
        return label.IsNull || !action.TryGet("args", out var args) ? action : action.With("args", ListValue.Of(label, args));
    }

    private static string Example(BuiltInForm form) => $"Write {{\"type\": \"@xstate.{form.Name}\", {form.Example}}}";

    private static string CodeIn(Value code) => CodeValues.IsCode(code) ? ": " + CodeValues.Shorten(code) : "";

    private Value StandIn(string at, string what, string remedy = "Write it as data, such as {\"type\": \"@xstate.assign\", \"context\": {…}}")
    {
        var name = log.NextName("inlineAction");
        log.Warn(at, $"{what}; '{name}' stands for it", $"{remedy}, or bind an action of that name in C#.");
        return name;
    }
}
