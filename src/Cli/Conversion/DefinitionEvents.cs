using Stator.Cli.Documents;
using Stator.Statecharts.Data;

namespace Stator.Cli.Conversion;

/// <summary>The <c>on</c> of a definition, in which XState has put <c>after</c>, <c>onDone</c> and the events of services too.</summary>
internal sealed class DefinitionEvents
{
    private readonly Dictionary<string, Value> _ofServices = new(StringComparer.Ordinal);

    public DefinitionEvents(Value node, string id)
    {
        var services = node["invoke"].Items.Select(i => i["id"].Text).ToHashSet();
        foreach (var (name, transitions) in node["on"].Members)
        {
            if (name.StartsWith("xstate.after.", StringComparison.Ordinal) && name.EndsWith("." + id, StringComparison.Ordinal))
            {
                Timers.Add(new(name["xstate.after.".Length..^(id.Length + 1)], transitions));
            }
            else if (name == "xstate.done.state." + id)
            {
                Done = transitions;
            }
            else if (services.Any(s => name == "xstate.done.actor." + s || name == "xstate.error.actor." + s || name == "xstate.snapshot." + s))
            {
                _ofServices[name] = transitions;
            }
            else
            {
                Plain.Add(new(name, transitions));
            }
        }
    }

    /// <summary>What the author wrote under <c>on</c>.</summary>
    public List<KeyValuePair<string, Value>> Plain { get; } = [];

    /// <summary>What the author wrote under <c>after</c>, by delay.</summary>
    public List<KeyValuePair<string, Value>> Timers { get; } = [];

    /// <summary>What the author wrote under <c>onDone</c>.</summary>
    public Value Done { get; }

    public Value OfService(string kind, string invokeId) => _ofServices.GetValueOrDefault($"xstate.{kind}.{invokeId}");
}
