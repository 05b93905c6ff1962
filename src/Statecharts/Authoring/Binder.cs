using System.Collections.Immutable;
using Stator.Statecharts.Parsing;

namespace Stator.Statecharts.Authoring;

/// <summary>Binds code to the names of a chart. A name bound to nothing is found here, before anything runs.</summary>
internal static class Binder
{
    /// <param name="definition">The chart.</param>
    /// <param name="logic">The code.</param>
    /// <param name="requireActions">Whether an action that is bound to nothing is an error; a scenario only records them.</param>
    public static ParseResult Bind(MachineDefinition definition, BoundLogic logic, bool requireActions)
    {
        var diagnostics = new Diagnostics(ParseOptions.Default);
        foreach (var guard in definition.Guards().OfType<NamedGuard>().Where(g => !logic.Guards.ContainsKey(g.Name)))
        {
            Report(diagnostics, DiagnosticCode.UnknownGuard, guard.Place, "guard", guard.Name, logic.Guards.Keys, "'guards'");
        }

        foreach (var delay in definition.Delays().OfType<NamedDelay>().Where(d => !logic.Delays.ContainsKey(d.Name)))
        {
            Report(diagnostics, DiagnosticCode.UnknownDelay, delay.Place, "delay", delay.Name, logic.Delays.Keys, "'delays'");
        }

        foreach (var (source, place) in definition.Sources().Where(s => logic.FindMachine(s.Source) is null && !logic.HasService(s.Source)))
        {
            Report(diagnostics, DiagnosticCode.UnknownService, place, "service", source, logic.Services.Keys.Concat(logic.Machines.Keys), null);
        }

        if (requireActions)
        {
            ReportActions(definition, logic, diagnostics);
        }

        return new(diagnostics.HasErrors ? null : definition.With(logic), diagnostics.ToImmutable());
    }

    private static void ReportActions(MachineDefinition definition, BoundLogic logic, Diagnostics diagnostics)
    {
        foreach (var action in definition.Actions().OfType<NamedAction>())
        {
            if (!logic.Actions.ContainsKey(action.Name) && !logic.Assigns.ContainsKey(action.Name))
            {
                Report(diagnostics, DiagnosticCode.UnknownAction, action.Place, "action", action.Name, logic.Actions.Keys.Concat(logic.Assigns.Keys), "'actions'");
            }
        }
    }

    private static void Report(
        Diagnostics diagnostics, string code, Place place, string what, string name, IEnumerable<string> known, string? map) => diagnostics.Error(
            code, place, $"the {what} '{name}' is bound to nothing{Suggestion.Of(name, known)}",
            map is null ? $"Bind a {what} of that name in C#, or a machine of that id." : $"Define it under {map} of the machine, or bind it in C#.");
}
