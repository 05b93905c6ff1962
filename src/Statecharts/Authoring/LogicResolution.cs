using System.Collections.Frozen;
using System.Reflection;
using Stator.Statecharts.Data;
using Stator.Statecharts.Parsing;

namespace Stator.Statecharts.Authoring;

/// <summary>
/// Looks for each name of a chart in a <see cref="MachineLogic"/>, and turns what it finds into functions under exactly that name. What
/// it finds twice, or finds unfit, is a diagnostic; what it does not find is left to <see cref="Binder"/>.
/// </summary>
internal sealed class LogicResolution
{
    private readonly MachineLogic _logic;
    private readonly Diagnostics _diagnostics;
    private readonly IReadOnlyList<LogicMethod> _methods;
    private readonly Dictionary<string, BoundAction> _actions;

    private LogicResolution(MachineLogic logic, Diagnostics diagnostics)
    {
        _logic = logic;
        _diagnostics = diagnostics;
        _methods = logic.Methods();
        _actions = logic.AllActions();
    }

    public static BoundLogic Resolve(MachineDefinition definition, MachineLogic logic, Diagnostics diagnostics)
    {
        var resolution = new LogicResolution(logic, diagnostics);
        resolution.CheckAttributed();
        return resolution.Resolve(definition);
    }

    private BoundLogic Resolve(MachineDefinition definition)
    {
        var guards = new Dictionary<string, Func<LogicCall, bool>>(_logic.Guards, StringComparer.Ordinal);
        var assigns = new Dictionary<string, Func<LogicCall, Value>>(_logic.Assigns, StringComparer.Ordinal);
        var actions = new Dictionary<string, BoundAction>(_actions, StringComparer.Ordinal);
        var delays = new Dictionary<string, Func<LogicCall, Value>>(_logic.Delays, StringComparer.Ordinal);
        var services = new Dictionary<string, Delegate>(_logic.Services, StringComparer.Ordinal);
        var machines = new Dictionary<string, MachineDefinition>(_logic.Machines, StringComparer.Ordinal);

        foreach (var guard in definition.Guards().OfType<NamedGuard>().DistinctBy(g => g.Name))
        {
            Add(guards, guard.Name, guard.Place, LogicRole.Guard, m => m.ToGuard());
        }

        foreach (var delay in definition.Delays().OfType<NamedDelay>().DistinctBy(d => d.Name))
        {
            Add(delays, delay.Name, delay.Place, LogicRole.Delay, m => m.ToDelay());
        }

        foreach (var action in definition.Actions().OfType<NamedAction>().DistinctBy(a => a.Name))
        {
            AddAction(assigns, actions, action.Name, action.Place);
        }

        foreach (var (source, place) in definition.Sources().DistinctBy(s => s.Source))
        {
            if (!AddEntry(machines, source, place))
            {
                Add(services, source, place, LogicRole.Service, m => m.ToService());
                CheckService(services, source, place);
            }
        }

        return new()
        {
            Guards = guards.ToFrozenDictionary(StringComparer.Ordinal),
            Assigns = assigns.ToFrozenDictionary(StringComparer.Ordinal),
            Actions = actions.ToFrozenDictionary(StringComparer.Ordinal),
            Delays = delays.ToFrozenDictionary(StringComparer.Ordinal),
            Services = services.ToFrozenDictionary(StringComparer.Ordinal),
            Machines = machines.ToFrozenDictionary(StringComparer.Ordinal),
            MethodNames = [.. _methods.Select(m => m.Name)],
        };
    }

    private void Add<T>(Dictionary<string, T> known, string name, Place place, LogicRole role, Func<LogicMethod, T> make)
    {
        if (!AddEntry(known, name, place))
        {
            var method = FindMethod(name, role, place, out var isReported);
            if (method is not null || isReported)
            {
                // What was reported is not to be reported again as missing; it is never called.
                known[name] = method is null ? default! : make(method);
            }
        }
    }

    private void AddAction(
        Dictionary<string, Func<LogicCall, Value>> assigns, Dictionary<string, BoundAction> actions, string name, Place place)
    {
        if (AddEntry(assigns, name, place) || AddEntry(actions, name, place))
        {
            return;
        }

        var method = FindMethod(name, LogicRole.Action, place, out var isReported);
        if (isReported)
        {
            actions[name] = default!;
        }
        else if (method?.RoleOfAction == LogicRole.Assign)
        {
            assigns[name] = method.ToAssign();
        }
        else if (method is not null)
        {
            actions[name] = method.ToAction();
        }
    }

    /// <summary>Whether an entry given by hand answers to the name, perhaps in another notation.</summary>
    private bool AddEntry<T>(Dictionary<string, T> known, string name, Place place)
    {
        if (known.ContainsKey(name))
        {
            return true;
        }

        var meeting = known.Where(k => LogicNames.Meet(k.Key, name)).ToList();
        if (meeting.Count == 0)
        {
            return false;
        }

        if (meeting.Count > 1)
        {
            ReportAmbiguous(name, place, meeting.Select(m => $"'{m.Key}'"));
        }

        known[name] = meeting[0].Value;
        return true;
    }

    private LogicMethod? FindMethod(string name, LogicRole use, Place place, out bool isReported)
    {
        var candidates = _methods.Where(m => m.Meets(name) && m.MayBe(use)).ToList();
        var fitting = candidates.FindAll(c => c.Unfit(RoleOf(c, use)) is null);
        isReported = fitting.Count > 1 || (fitting.Count == 0 && candidates.Count > 0);
        if (fitting.Count > 1)
        {
            ReportAmbiguous(name, place, fitting.Select(f => Describe(f.Method)));
            return null;
        }

        if (fitting.Count == 0 && candidates is [var unfit, ..])
        {
            ReportUnfit(place, $"'{name}' meets {Describe(unfit.Method)}, which {unfit.Unfit(RoleOf(unfit, use))}");
        }

        return fitting.FirstOrDefault();
    }

    /// <summary>What an attribute claims must hold, whether a chart uses it or not.</summary>
    private void CheckAttributed()
    {
        foreach (var method in _methods.Where(m => m.Role is not null))
        {
            if (method.Unfit(method.Role!.Value) is { } reason)
            {
                ReportUnfit(new(""), $"{Describe(method.Method)} is marked [{method.Role}], but {reason}");
            }
        }
    }

    private void CheckService(Dictionary<string, Delegate> services, string source, Place place)
    {
        if (services.TryGetValue(source, out var service) && service is not null
            && Signatures.UnfitService(service.Method, service.GetType().GetMethod("Invoke")!.GetParameters()) is { } reason)
        {
            ReportUnfit(place, $"the function of the service '{source}' {reason}");
        }
    }

    private static LogicRole RoleOf(LogicMethod method, LogicRole use) => use == LogicRole.Action ? method.RoleOfAction : use;

    private void ReportAmbiguous(string name, Place place, IEnumerable<string> found) => _diagnostics.Error(
        DiagnosticCode.AmbiguousLogic, place, $"the name '{name}' is met by {string.Join(" and by ", found)}",
        "Rename all but one, or tell them apart with [Guard(\"name\")], [Assign], [Action], [Delay] or [Service].");

    private void ReportUnfit(Place place, string message) => _diagnostics.Error(
        DiagnosticCode.UnfitLogic, place, message,
        "Guards, assigns, actions and delays take the context, Event, LogicCall and their params, in any order; a service an input and a cancellation token.");

    private static string Describe(MethodInfo method) =>
        $"{Signatures.Name(method.DeclaringType!)}.{method.Name}({string.Join(", ", method.GetParameters().Select(p => Signatures.Name(p.ParameterType)))})";
}
