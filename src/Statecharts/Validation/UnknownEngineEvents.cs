using Stator.Statecharts.Parsing;

namespace Stator.Statecharts.Validation;

/// <summary>
/// Names beginning with <c>xstate.</c> that are listened to, but that the engine never sends in this machine: there is no such service, timer
/// or state. Nobody else may send them.
/// </summary>
internal sealed class UnknownEngineEvents : IValidationRule
{
    private const string Prefix = "xstate.";

    public void Check(MachineDefinition definition, ParseScope scope)
    {
        var listened = definition.Nodes.SelectMany(n => n.On)
            .Where(e => e.Descriptor.StartsWith(Prefix, StringComparison.Ordinal) && !e.Descriptor.Contains('*') && !e.Transitions.IsEmpty)
            .ToList();
        if (listened.Count == 0)
        {
            return;
        }

        var children = new ChildIds(definition);
        var sent = Sent(definition, children);
        foreach (var entry in listened.Where(e => !sent.Contains(e.Descriptor) && (children.AreAllKnown || !IsOfChild(e.Descriptor))))
        {
            scope.Warning(
                DiagnosticCode.UnknownEngineEvent, entry.Place, $"the engine never sends '{entry.Descriptor}' in this machine{scope.Hint(entry.Descriptor, sent)}",
                "Events that begin with 'xstate.' come from services, timers and final states; name one that exists, or choose another name.");
        }
    }

    private static HashSet<string> Sent(MachineDefinition definition, ChildIds children)
    {
        var sent = new HashSet<string>(StringComparer.Ordinal) { "xstate.init", "xstate.stop" };
        sent.UnionWith(RaisedEvents.Of(definition).Select(r => r.Type));
        foreach (var node in definition.Nodes)
        {
            sent.Add("xstate.done.state." + node.Id);
            sent.UnionWith(node.After.Select(a => a.EventType));
            sent.UnionWith(node.Invoke.Where(i => i.Timeout is not null).Select(i => i.TimeoutEvent));
        }

        foreach (var id in children.Known)
        {
            sent.UnionWith(["xstate.done.actor." + id, "xstate.error.actor." + id, "xstate.snapshot." + id]);
        }

        return sent;
    }

    private static bool IsOfChild(string descriptor) =>
        descriptor.StartsWith("xstate.done.actor.", StringComparison.Ordinal)
        || descriptor.StartsWith("xstate.error.actor.", StringComparison.Ordinal)
        || descriptor.StartsWith("xstate.snapshot.", StringComparison.Ordinal);
}
