using Stator.Statecharts.Parsing;

namespace Stator.Statecharts.Authoring;

/// <summary>Finds code that returns tasks, for hosts that cannot await.</summary>
internal static class AsynchronousCode
{
    public static void Report(MachineDefinition definition, BoundLogic logic, Diagnostics diagnostics)
    {
        foreach (var action in definition.Actions().OfType<NamedAction>().Where(a => !logic.Assigns.ContainsKey(a.Name)).DistinctBy(a => a.Name))
        {
            if (logic.Actions.TryGetValue(action.Name, out var bound) && bound is { IsAsynchronous: true })
            {
                Report(diagnostics, action.Place, "action", action.Name);
            }
        }

        foreach (var (source, place) in definition.Sources().DistinctBy(s => s.Source))
        {
            if (logic.FindMachine(source) is { } child)
            {
                Report(child, child.Logic, diagnostics);
            }
            else if (logic.Services.TryGetValue(source, out var service) && service is not null && Signatures.IsTask(service.Method.ReturnType))
            {
                Report(diagnostics, place, "service", source);
            }
        }
    }

    private static void Report(Diagnostics diagnostics, Place place, string what, string name) => diagnostics.Error(
        DiagnosticCode.UnfitLogic, place, $"the {what} '{name}' returns a task, which nobody here awaits",
        "Run the machine in an Interpreter instead of a SyncInterpreter, or bind a synchronous function.");
}
