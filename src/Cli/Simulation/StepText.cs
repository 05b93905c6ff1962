using Stator.Statecharts;
using Stator.Statecharts.Data;
using Stator.Statecharts.Effects;
using Stator.Statecharts.Interpretation;

namespace Stator.Cli.Simulation;

/// <summary>What a step did, line by line.</summary>
internal static class StepText
{
    public static IEnumerable<string> Lines(StepResult result, MachineSimulation simulation)
    {
        if (result.Fault is { } fault)
        {
            return [$"refused: {fault.Code}: {fault.Message}"];
        }

        var taken = result.Microsteps.SelectMany(m => m.Transitions.Select(t => $"  {Of(m.Actor)}{Path(t)}"));
        return taken.Concat(result.Effects.Select(e => Line(e, simulation)).Select(line => "  " + line));
    }

    private static string Path(Transition transition) =>
        $"{transition.Source} --{transition.Descriptor ?? "always"}--> {(transition.Targets.IsEmpty ? "(stays)" : string.Join(", ", transition.Targets))}";

    private static string Line(Effect effect, MachineSimulation simulation) => Of(effect.Actor) + effect switch
    {
        PerformAction a => $"action {a.Type}{(a.HasParams ? " " + a.Params : "")}",
        StartService s => $"service {s.Source} starts as '{s.Id}'{(s.Input.IsNull ? "" : " with " + s.Input)}",
        StopService s => $"service '{s.Id}' is stopped",
        ArmTimer t => $"timer {simulation.NameOf(t.Number)} is armed, due in {Lengths.Format(t.Due - simulation.Now)}",
        CancelTimer t => $"timer {simulation.NameOf(t.Number)} is cancelled",
        SendEvent s => $"send {s.Event} to {s.Machine}/{s.Key}",
        EmitEvent e => $"emit {e.Event}",
        WriteLog l => "log " + (l.Args.Kind == ValueKind.String ? l.Args.AsString : l.Args.ToString()),
        _ => throw new InvalidOperationException($"Effect {effect.GetType().Name} is not known."),
    };

    /// <summary>Which child machine it is that does it.</summary>
    private static string Of(string actor) => actor.Length == 0 ? "" : actor + ": ";
}
