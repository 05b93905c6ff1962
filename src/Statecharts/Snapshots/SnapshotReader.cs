using System.Collections.Immutable;
using System.Globalization;
using Stator.Statecharts.Data;
using Stator.Statecharts.Interpretation;

namespace Stator.Statecharts.Snapshots;

/// <summary>Reads every form of snapshot: our own, XState's persisted one, and the short one.</summary>
internal static class SnapshotReader
{
    public static Snapshot Read(Value value, MachineDefinition definition, RestoreMode mode)
    {
        if (value.Kind != ValueKind.Object)
        {
            throw Invalid("it is no object");
        }

        CheckForm(value, definition);
        var configuration = ConfigurationReader.Read(value, definition);
        var context = value.AsObject.TryGet("context", out var written) ? written : Value.EmptyObject;
        var status = StatusOf(value["status"]);
        var history = HistoryOf(value["historyValue"], definition);
        var isStatic = mode == RestoreMode.Static;
        ImmutableArray<Invocation> invocations = isStatic ? [] : [.. Items(value["invocations"]).Select(i => InvocationOf(i, value["children"], definition, configuration))];
        ImmutableArray<Timer> timers = isStatic ? [] : [.. Items(value["timers"]).Select(TimerOf)];
        var lastNumber = value["lastNumber"] is { IsInt: true } number ? number.AsInt : 0;
        var pending = history.IsEmpty && timers.IsEmpty && invocations.IsEmpty && lastNumber == 0 && status == SnapshotStatus.Active
            ? SnapshotPending.None
            : new SnapshotPending(history, timers, invocations, value["output"], value["error"], lastNumber);
        return new(definition, configuration, context, status, pending);
    }

    public static StepRefusedException Invalid(string why) => new(new(FaultCode.InvalidSnapshot, $"The snapshot cannot be read: {why}."));

    private static void CheckForm(Value value, MachineDefinition definition)
    {
        if (value["format"] is { IsNull: false } format && !(format.IsInt && format.AsInt is >= 1 and <= SnapshotJson.Format))
        {
            throw Invalid($"its form is {format}, and this version reads forms up to {SnapshotJson.Format}; update Stator");
        }

        if (value["machine"] is { Kind: ValueKind.Object } machine
            && (Text(machine["id"]) != definition.Id || Text(machine["version"]) != definition.Version || Text(machine["hash"]) != definition.Hash))
        {
            throw new StepRefusedException(DefinitionMismatch.Between(
                definition, Text(machine["id"]) ?? "?", Text(machine["version"]) ?? "?", Text(machine["hash"]) ?? "?"));
        }
    }

    private static SnapshotStatus StatusOf(Value status) => status switch
    {
        { IsNull: true } => SnapshotStatus.Active,
        { Kind: ValueKind.String } => status.AsString switch
        {
            "active" or "running" => SnapshotStatus.Active,
            "done" => SnapshotStatus.Done,
            "error" => SnapshotStatus.Error,
            "stopped" => SnapshotStatus.Stopped,
            var other => throw Invalid($"its status is '{other}', which is none of active, done, error, stopped"),
        },
        _ => throw Invalid("its status is no string"),
    };

    private static HistoryValue HistoryOf(Value value, MachineDefinition definition)
    {
        var history = HistoryValue.None;
        if (value.Kind != ValueKind.Object)
        {
            return history;
        }

        foreach (var (id, nodes) in value.AsObject)
        {
            var node = ConfigurationReader.Require(definition, id);
            if (node.Type != StateType.History)
            {
                throw Invalid($"'{id}' under 'historyValue' is no history state");
            }

            // XState writes {"id": …} for each node, we write the id.
            history = history.With(node, [.. Items(nodes).Select(n => ConfigurationReader.Require(definition, Text(n.Kind == ValueKind.Object ? n["id"] : n) ?? ""))]);
        }

        return history;
    }

    private static Timer TimerOf(Value value)
    {
        var id = Text(value["id"]);
        var @event = Event.FromValue(value["event"]) ?? throw Invalid("a timer has no event");
        var due = TimeOf(value["due"], "a timer's 'due'");
        return new(IntOf(value["number"], "a timer's 'number'"), id, due, @event, TargetOf(value["target"]))
        {
            IsReachable = id is not null && !(value["reachable"] is { IsBool: true } reachable && !reachable.AsBool),
        };
    }

    private static TimerTarget TargetOf(Value target) => target switch
    {
        { IsNull: true } => default,
        { Kind: ValueKind.String } => new(TimerTargetKind.Parent),
        _ when target["invocation"].IsInt => new(TimerTargetKind.Child, target["invocation"].AsInt),
        _ when target["timeout"].IsInt => new(TimerTargetKind.Timeout, target["timeout"].AsInt),
        _ => new(TimerTargetKind.Instance, 0, Text(target["machine"]) ?? throw Invalid("a timer's target is none"), Text(target["key"])),
    };

    private static Invocation InvocationOf(Value value, Value children, MachineDefinition definition, Configuration configuration)
    {
        var id = Text(value["id"]) ?? throw Invalid("an invocation has no id");
        var source = Text(value["src"]) ?? throw Invalid($"the invocation '{id}' has no src");
        var invoke = value["spawned"].IsTrue ? null : configuration.Nodes.SelectMany(n => n.Invoke).FirstOrDefault(i => i.Id == id);
        var child = children[id] is { Kind: ValueKind.Object } snapshot
            ? Read(snapshot, definition.Logic.FindMachine(source) ?? throw MissingChild(definition, source, id), RestoreMode.Resume)
            : null;
        return new(
            IntOf(value["number"], "an invocation's 'number'"), id, source, value["input"], TimeOf(value["startedAt"], "an invocation's 'startedAt'"),
            invoke, value["settled"].IsTrue, child);
    }

    private static StepRefusedException MissingChild(MachineDefinition definition, string source, string id) => new(new(
        FaultCode.MissingImplementation,
        $"The snapshot of '{definition.Id}' holds the child '{id}', whose machine '{source}' is not bound. Bind it, so that the child can go on."));

    private static IEnumerable<Value> Items(Value value) => value.Kind == ValueKind.List ? value.AsList : [];

    private static string? Text(Value value) => value.Kind == ValueKind.String ? value.AsString : null;

    private static long IntOf(Value value, string what) => value.IsInt ? value.AsInt : throw Invalid($"{what} is no whole number");

    private static long TimeOf(Value value, string what) =>
        DateTimeOffset.TryParse(Text(value), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time.ToUnixTimeMilliseconds()
            : throw Invalid($"{what} is no RFC 3339 time");
}
