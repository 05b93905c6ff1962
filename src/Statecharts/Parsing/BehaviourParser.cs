using System.Collections.Immutable;
using Stator.Statecharts.Data;

namespace Stator.Statecharts.Parsing;

/// <summary>Reads what one node does. <c>after</c>, <c>onDone</c> and the events of services become ordinary transitions here.</summary>
internal static class BehaviourParser
{
    public static void Read(ParseScope scope, StateNode node, SourceValue source)
    {
        node.Tags = scope.Tags(source["tags"]);
        node.Meta = source["meta"]?.ToValue() ?? default;
        node.Description = scope.Description(source);
        if (node.Type == StateType.History)
        {
            HistoryParser.Read(scope, node, source);
            return;
        }

        node.Entry = scope.Actions.ParseList(source["entry"]);
        node.Exit = scope.Actions.ParseList(source["exit"]);
        node.Output = source["output"] is { } output ? scope.Templates.Parse(output) : null;
        node.Always = source["always"] is { } always ? scope.Transitions.Parse(node, null, always) : [];
        var on = new List<EventTransitions>();
        ReadEvents(scope, node, source["on"], on);
        if (source["onDone"] is { } onDone)
        {
            var done = "xstate.done.state." + node.Id;
            on.Add(new(done, scope.Transitions.Parse(node, done, onDone)) { Place = onDone.KeyPlace });
        }

        node.Invoke = InvokeParser.Parse(scope, node, source["invoke"], on);
        node.After = ReadTimers(scope, node, source["after"], on);
        node.On = [.. on];
        InitialParser.Read(scope, node, source);
        ReportUseless(scope, node, source);
    }

    private static void ReadEvents(ParseScope scope, StateNode node, SourceValue? value, List<EventTransitions> on)
    {
        if (value is null || !scope.RequireObject(value, "'on'"))
        {
            return;
        }

        foreach (var entry in value.Children)
        {
            var descriptor = entry.Key!;
            if (descriptor.Length == 0)
            {
                scope.Error(DiagnosticCode.EmptyDescriptor, entry.KeyPlace, "an event has no name", "For a transition without event write \"always\".");
                continue;
            }

            if (descriptor.Contains('*') && !IsWildcard(descriptor))
            {
                scope.Warning(
                    DiagnosticCode.InfixWildcard, entry.KeyPlace, $"'{descriptor}' never matches: a '*' means something only at the end, after a dot",
                    "Write 'prefix.*' or '*'.");
            }

            on.Add(new(descriptor, scope.Transitions.Parse(node, descriptor, entry)) { Place = entry.KeyPlace });
        }
    }

    private static bool IsWildcard(string descriptor) =>
        descriptor == "*" || (descriptor.EndsWith(".*", StringComparison.Ordinal) && !Interpretation.EventDescriptor.IsInfixWildcard(descriptor));

    private static ImmutableArray<AfterTimer> ReadTimers(ParseScope scope, StateNode node, SourceValue? value, List<EventTransitions> on)
    {
        if (value is null || !scope.RequireObject(value, "'after'"))
        {
            return [];
        }

        var timers = ImmutableArray.CreateBuilder<AfterTimer>();
        foreach (var entry in value.Children)
        {
            var eventType = $"xstate.after.{entry.Key}.{node.Id}";
            var place = entry.KeyPlace;
            timers.Add(new(eventType, scope.Delays.ParseKey(entry.Key!, place), place));
            on.Add(new(eventType, scope.Transitions.Parse(node, eventType, entry)) { Place = place });
        }

        return timers.ToImmutable();
    }

    private static void ReportUseless(ParseScope scope, StateNode node, SourceValue source)
    {
        if (node.Type == StateType.Final && (!node.On.IsEmpty || !node.Always.IsEmpty))
        {
            scope.Warning(
                DiagnosticCode.FinalWithTransitions, node.On.IsEmpty ? node.Always[0].Place : node.On[0].Place, $"the final state '{node.Id}' has transitions",
                "A final state is the end of its parent; make it an atomic state, or move the transitions to where they are meant.");
        }

        if (source["target"] is { } target)
        {
            scope.Error(DiagnosticCode.UselessKey, target.KeyPlace, $"'target' on the state '{node.Id}', which is no history state", "Write \"type\": \"history\", or move the target into a transition.");
        }

        if (source["history"] is { } history)
        {
            scope.Error(DiagnosticCode.UselessKey, history.KeyPlace, $"'history' on the state '{node.Id}', which is no history state", "Write \"type\": \"history\", or leave it out.");
        }

        if (source["onDone"] is { } onDone && node.IsLeaf)
        {
            scope.Warning(
                DiagnosticCode.UselessKey, onDone.KeyPlace, $"'onDone' on '{node.Id}' is never taken: a state without children is never done",
                "For the end of a service write 'onDone' into its 'invoke'; else give the state children, one of them final.");
        }

        if (source["output"] is { } output && node.Type != StateType.Final && node.Parent is not null)
        {
            scope.Warning(DiagnosticCode.UselessKey, output.KeyPlace, $"'output' on '{node.Id}' is never used", "Only final states and the root have an output.");
        }
    }
}
