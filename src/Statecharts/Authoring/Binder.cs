using Stator.Statecharts.Data;
using Stator.Statecharts.Parsing;

namespace Stator.Statecharts.Authoring;

/// <summary>Binds code to the names of a chart. A name bound to nothing is found here, before anything runs.</summary>
internal static class Binder
{
    /// <param name="definition">The chart.</param>
    /// <param name="logic">The code. What the definition has bound already stays where this does not bind it anew.</param>
    /// <param name="requireActions">Whether an action that is bound to nothing is an error; a scenario only records them.</param>
    public static ParseResult Bind(MachineDefinition definition, BoundLogic logic, bool requireActions)
    {
        var diagnostics = new Diagnostics(ParseOptions.Default);
        var all = logic.Over(definition.Logic);
        Check(definition, all, requireActions, diagnostics);
        return new(diagnostics.HasErrors ? null : definition.With(all), diagnostics.ToImmutable());
    }

    /// <summary>Reports what is bound to nothing.</summary>
    public static void Check(MachineDefinition definition, BoundLogic logic, bool requireActions, Diagnostics diagnostics) =>
        Check(definition, logic, requireActions, diagnostics, []);

    private static void Check(
        MachineDefinition definition, BoundLogic logic, bool requireActions, Diagnostics diagnostics, HashSet<MachineDefinition> visited)
    {
        foreach (var guard in definition.Guards().OfType<NamedGuard>().Where(g => !logic.Guards.ContainsKey(g.Name)))
        {
            Report(diagnostics, DiagnosticCode.UnknownGuard, guard.Place, "guard", guard.Name, Known(logic, logic.Guards.Keys, definition, "guards"), "guards");
        }

        foreach (var delay in definition.Delays().OfType<NamedDelay>().Where(d => !logic.Delays.ContainsKey(d.Name)))
        {
            Report(diagnostics, DiagnosticCode.UnknownDelay, delay.Place, "delay", delay.Name, Known(logic, logic.Delays.Keys, definition, "delays"), "delays");
        }

        foreach (var (source, place) in definition.Sources().Where(s => logic.FindMachine(s.Source) is null && !logic.HasService(s.Source)))
        {
            diagnostics.Error(
                DiagnosticCode.UnknownService, place,
                $"the service '{source}' is bound to nothing{NearestName.Hint(source, logic.Services.Keys.Concat(logic.Machines.Keys).Concat(logic.StubNames ?? []).Concat(logic.MethodNames))}",
                logic.StubNames is null ? "Bind a service of that name in C#, or a machine of that id." : "Add it under 'services' of the case: {\"pending\": true}, for one.");
        }

        if (requireActions)
        {
            ReportActions(definition, logic, diagnostics);
        }

        ReportChildren(definition, logic, requireActions, diagnostics, visited);
    }

    private static void ReportActions(MachineDefinition definition, BoundLogic logic, Diagnostics diagnostics)
    {
        foreach (var action in definition.Actions().OfType<NamedAction>())
        {
            if (!logic.Actions.ContainsKey(action.Name) && !logic.Assigns.ContainsKey(action.Name))
            {
                var known = Known(logic, logic.Actions.Keys.Concat(logic.Assigns.Keys), definition, "actions");
                Report(diagnostics, DiagnosticCode.UnknownAction, action.Place, "action", action.Name, known, "actions");
            }
        }
    }

    /// <summary>A child machine comes with its own code, and lacks it at once rather than when it is first started. Machines may be
    /// children of each other: each is looked at once.</summary>
    private static void ReportChildren(
        MachineDefinition definition, BoundLogic logic, bool requireActions, Diagnostics diagnostics, HashSet<MachineDefinition> visited)
    {
        foreach (var (source, place) in definition.Sources().DistinctBy(s => s.Source))
        {
            if (logic.FindMachine(source) is { } child && visited.Add(child))
            {
                var own = new Diagnostics(ParseOptions.Default);
                Check(child, child.Logic, requireActions, own, visited);
                foreach (var diagnostic in own.ToImmutable().Where(d => d.Severity == DiagnosticSeverity.Error))
                {
                    diagnostics.Error(
                        DiagnosticCode.UnboundChild, place, $"in the child machine '{source}', at {diagnostic.Place}: {diagnostic.Message}",
                        "Bind the child's own code to it before it is bound to its parent.");
                }
            }
        }
    }

    private static IEnumerable<string> Known(BoundLogic logic, IEnumerable<string> entries, MachineDefinition definition, string map) =>
        entries.Concat(definition.Document[map] is { Kind: ValueKind.Object } names ? names.AsObject.Keys : []).Concat(logic.MethodNames);

    private static void Report(Diagnostics diagnostics, string code, Place place, string what, string name, IEnumerable<string> known, string map) =>
        diagnostics.Error(
            code, place, $"the {what} '{name}' is bound to nothing{NearestName.Hint(name, known)}", $"Define it under '{map}' of the machine, or bind it in C#.");
}
