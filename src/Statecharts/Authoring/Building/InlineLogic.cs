using System.Globalization;
using Stator.Statecharts.Data;

namespace Stator.Statecharts.Authoring;

/// <summary>The lambdas that stand inline in a machine that is built in C#, each under a name made up for it.</summary>
internal sealed class InlineLogic
{
    private readonly List<(string Name, string Source)> _all = [];

    public MachineLogic Logic { get; } = new();

    /// <summary>A name for a lambda.</summary>
    /// <param name="kind">What it is: guard, assign, action, delay, service.</param>
    /// <param name="source">Its text in C#.</param>
    public string Name(string kind, string? source)
    {
        var name = "inline-" + kind + "-" + (_all.Count + 1).ToString(CultureInfo.InvariantCulture);
        _all.Add((name, source ?? "?"));
        return name;
    }

    /// <summary>Why the document cannot be written out; null where it can.</summary>
    public string? WhyNotJson(Value document)
    {
        if (_all.Count == 0)
        {
            return null;
        }

        var places = new Dictionary<string, string>(StringComparer.Ordinal);
        FindStrings(document, "", places);
        return "The machine holds lambdas, which JSON cannot say: "
            + string.Join("; ", _all.Select(l => $"{l.Source} ({l.Name}) at {places.GetValueOrDefault(l.Name, "?")}"))
            + ". Name them and bind the names with a MachineLogic, or write them as expressions.";
    }

    private static void FindStrings(Value value, string pointer, Dictionary<string, string> places)
    {
        switch (value.Kind)
        {
            case ValueKind.String:
                places.TryAdd(value.AsString, pointer);
                break;
            case ValueKind.List:
                foreach (var (index, item) in value.AsList.Index())
                {
                    FindStrings(item, string.Create(CultureInfo.InvariantCulture, $"{pointer}/{index}"), places);
                }

                break;
            case ValueKind.Object:
                foreach (var (key, member) in value.AsObject)
                {
                    var inner = $"{pointer}/{key.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}";
                    places.TryAdd(key, inner);
                    FindStrings(member, inner, places);
                }

                break;
        }
    }
}
