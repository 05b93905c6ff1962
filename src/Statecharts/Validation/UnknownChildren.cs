using Stator.Statecharts.Parsing;

namespace Stator.Statecharts.Validation;

/// <summary>Sends to, and stops of, a child that no invoke or spawn makes.</summary>
internal sealed class UnknownChildren : IValidationRule
{
    private static readonly string[] OtherReceivers = ["#_parent", "#_self"];

    public void Check(MachineDefinition definition, ParseScope scope)
    {
        var children = new ChildIds(definition);
        if (!children.AreAllKnown)
        {
            return;
        }

        foreach (var action in definition.Actions())
        {
            var (id, verb, others) = action switch
            {
                SendToAction send => (Constants.Text(send.Target), "sends to", OtherReceivers),
                StopAction stop => (Constants.Text(stop.Id), "stops", []),
                _ => (null, "", []),
            };
            if (id is not null && !children.Contains(id) && !others.Contains(id))
            {
                scope.Warning(
                    DiagnosticCode.UnknownChild, action.Place,
                    $"this action {verb} '{id}', but no invoke or spawn has that id{scope.Hint(id, children.Known.Concat(others))}",
                    "Name the 'id' of an invoke or spawn of this machine"
                    + (others.Length > 0 ? ", '#_parent', '#_self', or {\"machine\", \"key\"} for another instance." : "."));
            }
        }
    }
}
