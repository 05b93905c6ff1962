using Stator.Statecharts.Snapshots;

namespace Stator.Cli.Simulation;

/// <summary>One thing that can be done next.</summary>
/// <param name="Label">How it is offered.</param>
/// <param name="Command">The command line that does it.</param>
/// <param name="Asks">What is asked first and put at the end of the line; null where nothing is.</param>
/// <param name="IsOptional">Whether that may be left empty.</param>
internal sealed record Choice(string Label, string Command, string? Asks = null, bool IsOptional = false)
{
    public static readonly Choice Quit = new("quit", "quit");

    /// <summary>What can be done with the machine now: what is nearest to hand comes first.</summary>
    public static IReadOnlyList<Choice> Of(MachineSimulation simulation)
    {
        var choices = new List<Choice>();
        foreach (var open in OpenTransition.Of(simulation.Snapshot).GroupBy(o => o.Event))
        {
            var says = string.Join("; ", open.Select(o => o.Describe()));
            choices.Add(open.Key.Contains('*')
                ? new($"send an event like {open.Key}: {says}", "send", "event, and its payload as JSON")
                : new($"send {open.Key}: {says}", "send " + open.Key, "payload as a JSON object", IsOptional: true));
        }

        foreach (var service in simulation.Services())
        {
            choices.Add(new($"complete '{service.Id}' ({service.Source})", "complete " + service.Id, "output as JSON", IsOptional: true));
            choices.Add(new($"fail '{service.Id}' ({service.Source})", "fail " + service.Id, "error as JSON", IsOptional: true));
        }

        if (simulation.Snapshot.NextTimer() is { } timer)
        {
            var remaining = StateText.Remaining(simulation, timer);
            choices.Add(new($"advance {Lengths.Format(remaining)}, to timer {timer.Id ?? timer.Event.Type}", $"advance {(long)Math.Ceiling(remaining.TotalMilliseconds)}"));
        }

        if (simulation.Snapshot.Status == SnapshotStatus.Active)
        {
            choices.Add(new("advance the time by …", "advance", "how long (30s, 5m, PT1H, 250)"));
            choices.Add(new("send another event …", "send", "event, and its payload as JSON"));
        }

        return [.. choices, new("save the snapshot …", "snapshot", "file"), new("load a snapshot …", "load", "file"), Quit];
    }
}
