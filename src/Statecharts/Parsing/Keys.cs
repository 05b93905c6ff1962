namespace Stator.Statecharts.Parsing;

/// <summary>The keys of each kind of object. What is not among them is a diagnostic, with the key that was probably meant.</summary>
internal static class Keys
{
    public static readonly string[] State =
        ["id", "type", "initial", "states", "on", "always", "after", "onDone", "invoke", "entry", "exit", "tags", "meta", "description", "output", "history", "target"];

    public static readonly string[] Root = [.. State, "version", "context", "actions", "guards", "delays", "options", "schemas", "@exprLang", "$schema"];

    public static readonly string[] Transition = ["target", "guard", "actions", "reenter", "context", "description", "meta"];

    public static readonly string[] Initial = ["target", "actions", "description", "meta"];

    public static readonly string[] Invoke =
        ["id", "src", "input", "onDone", "onError", "onSnapshot", "timeout", "onTimeout", "retry", "description", "meta"];

    public static readonly string[] Retry = ["maxAttempts", "initialInterval", "backoff", "maxInterval"];

    private static readonly Dictionary<string, string> OfV4 = new(StringComparer.Ordinal)
    {
        ["cond"] = "Write \"guard\": it is the v5 name.",
        ["in"] = "Write \"guard\": {\"type\": \"stateIn\", \"state\": …}.",
        ["internal"] = "Leave it out: transitions are internal unless \"reenter\" is true.",
        ["external"] = "Write \"reenter\": true.",
        ["delay"] = "Write the transition under \"after\".",
        ["data"] = "Write \"output\".",
        ["activities"] = "Write \"invoke\".",
        ["onEntry"] = "Write \"entry\".",
        ["onExit"] = "Write \"exit\".",
        ["parallel"] = "Write \"type\": \"parallel\".",
        ["strict"] = "Leave it out; it has no meaning any more.",
        ["predictableActionArguments"] = "Leave it out; it is always so.",
        ["preserveActionOrder"] = "Leave it out; it is always so.",
        ["services"] = "Bind services in C#.",
        ["tsTypes"] = "Leave it out; it has no meaning here.",
        ["autoForward"] = "Send the events on with @xstate.sendTo.",
    };

    public static void Check(ParseScope scope, SourceValue value, string[] allowed, string what)
    {
        foreach (var member in value.Children)
        {
            var key = member.Key!;
            if (Array.IndexOf(allowed, key) >= 0 || key.StartsWith("x-", StringComparison.Ordinal))
            {
                continue;
            }

            if (OfV4.TryGetValue(key, out var remedy))
            {
                scope.Error(DiagnosticCode.V4Key, member.KeyPlace, $"'{key}' on {what} is of XState v4 and not read any more", remedy);
                continue;
            }

            var near = scope.Hint(key, allowed);
            scope.Error(
                DiagnosticCode.UnknownKey, member.KeyPlace, $"unknown key '{key}' on {what}{near}",
                (near.Length > 0 ? "" : $"It may have: {string.Join(", ", allowed)}. ") + "Keys of your own begin with 'x-'.");
        }
    }
}
