using Stator.Cli.Documents;
using Stator.Statecharts.Snapshots;

namespace Stator.Cli.Simulation;

/// <summary>What a machine at rest shows, line by line.</summary>
internal static class StateText
{
    public static IEnumerable<string> State(MachineSimulation simulation)
    {
        var snapshot = simulation.Snapshot;
        yield return $"state: {snapshot.Value}";
        if (snapshot.Status != SnapshotStatus.Active)
        {
            yield return "status: " + snapshot.Status.ToString().ToLowerInvariant();
        }

        if (snapshot.Status == SnapshotStatus.Done && !snapshot.Output.IsNull)
        {
            yield return $"output: {snapshot.Output}";
        }

        if (snapshot.Status == SnapshotStatus.Error)
        {
            yield return $"error: {snapshot.Error}";
        }
    }

    public static IEnumerable<string> Events(MachineSimulation simulation) => OrNone(
        OpenTransition.Of(simulation.Snapshot).Select(t => $"{t.Event}: {t.Describe()}"), "no event can happen");

    public static IEnumerable<string> Timers(MachineSimulation simulation) => OrNone(
        simulation.Timers().Select(t => $"{(t.Actor.Length > 0 ? t.Actor + ": " : "")}{t.Timer.Id ?? t.Timer.Event.Type}: in {Lengths.Format(Remaining(simulation, t.Timer))}"),
        "no timer is pending");

    public static IEnumerable<string> Services(MachineSimulation simulation) => OrNone(
        simulation.Services().Select(s => $"{s.Id}: {s.Source}{(s.Input.IsNull ? "" : " with " + s.Input)}"), "no service is pending");

    public static IEnumerable<string> Context(MachineSimulation simulation) => PrettyJson.Write(simulation.Snapshot.Context).Split('\n');

    /// <summary>What is left of a timer; nothing where it fell due while the machine was at rest in a file.</summary>
    public static TimeSpan Remaining(MachineSimulation simulation, Statecharts.Snapshots.Timer timer) =>
        timer.Due > simulation.Now ? timer.Due - simulation.Now : TimeSpan.Zero;

    private static IEnumerable<string> OrNone(IEnumerable<string> lines, string none) => lines.DefaultIfEmpty(none);
}
