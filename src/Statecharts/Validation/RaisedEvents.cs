namespace Stator.Statecharts.Validation;

/// <summary>The events that a machine sends to itself under a name that no expression decides.</summary>
internal static class RaisedEvents
{
    /// <summary>Longer names are not compared: their parts at each dot would cost the square of the length.</summary>
    private const int LongestName = 1024;

    public static IEnumerable<(string Type, Place Place)> Of(MachineDefinition definition)
    {
        foreach (var action in definition.Actions())
        {
            var type = action switch
            {
                RaiseAction raise => Constants.Type(raise.Event),
                SendToAction send when Constants.Text(send.Target) == "#_self" => Constants.Type(send.Event),
                _ => null,
            };
            if (type is { Length: <= LongestName })
            {
                yield return (type, action.Place);
            }
        }
    }

    /// <summary>What a <c>prefix.*</c> could name to match the event: each of its beginnings up to a dot, and all of it.</summary>
    public static IEnumerable<string> Prefixes(string type)
    {
        for (var at = type.IndexOf('.'); at >= 0; at = type.IndexOf('.', at + 1))
        {
            yield return type[..at];
        }

        yield return type;
    }
}
