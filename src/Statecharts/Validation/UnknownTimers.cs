using Stator.Statecharts.Parsing;

namespace Stator.Statecharts.Validation;

/// <summary>Cancels of a timer that no delayed raise or send arms.</summary>
internal sealed class UnknownTimers : IValidationRule
{
    public void Check(MachineDefinition definition, ParseScope scope)
    {
        var cancels = definition.Actions().OfType<CancelAction>().Where(c => Constants.Text(c.Id) is not null).ToList();
        if (cancels.Count == 0 || ArmedIds(definition) is not { } armed)
        {
            return;
        }

        foreach (var cancel in cancels)
        {
            var id = Constants.Text(cancel.Id)!;
            if (!armed.Contains(id))
            {
                scope.Warning(
                    DiagnosticCode.UnknownTimer, cancel.Place, $"this action cancels the timer '{id}', but nothing arms one of that id{scope.Hint(id, armed)}",
                    "Name the 'id' of a raise or send that has a 'delay'.");
            }
        }
    }

    /// <summary>Null where an expression makes ids.</summary>
    private static HashSet<string>? ArmedIds(MachineDefinition definition)
    {
        var armed = definition.Nodes.SelectMany(n => n.After).Select(a => a.EventType).ToHashSet(StringComparer.Ordinal);
        armed.UnionWith(definition.Nodes.SelectMany(n => n.Invoke).Where(i => i.Timeout is not null).Select(i => i.TimeoutEvent));
        foreach (var action in definition.Actions())
        {
            var id = action switch
            {
                RaiseAction { Delay: not null } raise => raise.Id,
                SendToAction { Delay: not null } send => send.Id,
                _ => null,
            };
            if (id is not null && Constants.Text(id) is null)
            {
                return null;
            }

            if (id is not null)
            {
                armed.Add(Constants.Text(id)!);
            }
        }

        return armed;
    }
}
