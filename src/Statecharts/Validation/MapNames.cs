using Stator.Statecharts.Data;
using Stator.Statecharts.Parsing;

namespace Stator.Statecharts.Validation;

/// <summary>
/// The names of <c>guards</c>, <c>actions</c> and <c>delays</c>: names elsewhere that nearly are one of them, and would be looked for in
/// code; and entries that nothing names.
/// </summary>
internal sealed class MapNames : IValidationRule
{
    /// <summary>Shorter names are near to too many others.</summary>
    private const int ShortestName = 4;

    /// <summary>So many letters allow one slip, where the name that may be meant is used elsewhere and thus could be another.</summary>
    private const int LettersPerSlip = 5;

    /// <summary>Each name is compared with each entry; who has as many of both as this allows has generated them.</summary>
    private const long MostComparisons = 500_000;

    public void Check(MachineDefinition definition, ParseScope scope)
    {
        Check(
            scope, "guard", "guards", definition.Guards().OfType<NamedGuard>().Select(g => (g.Name, g.Place)), scope.Guards.Names, scope.Guards.Unused);
        Check(
            scope, "action", "actions", definition.Actions().OfType<NamedAction>().Select(a => (a.Name, a.Place)), scope.Actions.Names, scope.Actions.Unused);
        Check(
            scope, "delay", "delays", definition.Delays().OfType<NamedDelay>().Select(d => (d.Name, d.Place)), scope.Delays.Names, scope.Delays.Unused);
    }

    private static void Check(
        ParseScope scope, string what, string map, IEnumerable<(string Name, Place Place)> written, IEnumerable<string> defined, IEnumerable<SourceValue> unused)
    {
        var known = defined.ToList();
        if (known.Count == 0)
        {
            return;
        }

        var idle = unused.ToList();
        var idleNames = idle.ConvertAll(e => e.Key!);
        var meant = new HashSet<string>(StringComparer.Ordinal);
        var compared = 0L;
        foreach (var (name, place) in written.DistinctBy(w => w.Name).Where(w => w.Name.Length >= ShortestName))
        {
            if ((compared += known.Count) > MostComparisons)
            {
                break;
            }

            if (Nearest(name, idleNames, known) is { } near)
            {
                meant.Add(near);
                scope.Warning(
                    DiagnosticCode.NearMiss, place, $"the {what} '{name}' is not defined here; did you mean '{near}'?",
                    $"Write it as it stands under '{map}'; otherwise code must answer to '{name}'.");
            }
        }

        foreach (var entry in idle.Where(e => !meant.Contains(e.Key!)))
        {
            scope.Warning(
                DiagnosticCode.UnusedName, entry.KeyPlace, $"nothing uses the {what} '{Quoted.Short(entry.Key!)}'",
                $"Name it where it is wanted, or remove it from '{map}'.");
        }
    }

    private static string? Nearest(string name, List<string> idle, List<string> known)
    {
        var near = NearestName.Of(name, idle) ?? NearestName.Of(name, known, LettersPerSlip);

        // Names that are numbered are different names.
        return near is { Length: >= ShortestName } && WithoutDigits(near) != WithoutDigits(name) ? near : null;
    }

    private static string WithoutDigits(string name) => name.Any(char.IsAsciiDigit) ? string.Concat(name.Where(c => !char.IsAsciiDigit(c))) : name;
}
