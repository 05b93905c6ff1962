namespace Stator.Cli.Conversion;

/// <summary>How one of XState's built-in actions is written here.</summary>
/// <param name="Name">Its name after <c>@xstate.</c>.</param>
/// <param name="Members">What its members are called here and in XState; the first ones must be there.</param>
/// <param name="Needed">How many of them must be there.</param>
/// <param name="Example">Members to start from.</param>
internal sealed record BuiltInForm(string Name, (string Here, string There)[] Members, int Needed, string Example)
{
    private static readonly (string, string) Event = ("event", "event");

    private static readonly (string, string) Id = ("id", "id");

    private static readonly (string, string) Delay = ("delay", "delay");

    /// <summary>By XState's name after <c>xstate.</c>.</summary>
    public static IReadOnlyDictionary<string, BuiltInForm> ByName { get; } = new Dictionary<string, BuiltInForm>(StringComparer.Ordinal)
    {
        ["assign"] = new("assign", [("context", "assignment")], 1, "\"context\": {\"count\": {\"@expr\": \"context.count + 1\"}}"),
        ["raise"] = new("raise", [Event, Id, Delay], 1, "\"event\": {\"type\": \"NEXT\"}"),
        ["sendTo"] = new("sendTo", [("target", "to"), Event, Id, Delay], 2, "\"target\": \"child\", \"event\": {\"type\": \"NEXT\"}"),
        ["cancel"] = new("cancel", [("id", "sendId")], 1, "\"id\": \"reminder\""),
        ["emit"] = new("emit", [Event], 1, "\"event\": {\"type\": \"changed\"}"),
        ["log"] = new("log", [("args", "value")], 1, "\"args\": \"text\""),
        ["spawnChild"] = new("spawn", [("src", "src"), Id, ("input", "input")], 1, "\"src\": \"child\", \"id\": \"child\""),
        ["stopChild"] = new("stop", [("id", "actorRef")], 1, "\"id\": \"child\""),
    };
}
