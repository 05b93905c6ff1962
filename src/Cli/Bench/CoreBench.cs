using System.Globalization;
using System.Text.Json;
using Stator.Interpreters;
using Stator.Statecharts;
using Stator.Statecharts.Interpretation;
using Stator.Statecharts.Parsing;
using Stator.Statecharts.Snapshots;

namespace Stator.Cli.Bench;

/// <summary>
/// The speed of the engine in memory, on three machines and in three ways: <c>send</c> through <see cref="SyncInterpreter"/>,
/// <c>step</c> from snapshot to snapshot, <c>restore</c> from JSON text through one step to JSON text. All handle the event <c>T</c>.
/// </summary>
internal static class CoreBench
{
    private static readonly Event T = new("T");

    /// <summary>Runs it and prints events per second; for people also the allocation per event.</summary>
    public static void Run(bool json, TextWriter output)
    {
        var results = CoreMachines.All.ToDictionary(m => m.Key, m => Measure(MachineParser.Parse(m.Value).Required));
        if (json)
        {
            var figures = results.ToDictionary(r => r.Key, r => r.Value.ToDictionary(f => f.Key, f => Math.Round(f.Value.EventsPerSecond)));
            output.WriteLine(JsonSerializer.Serialize(figures));
            return;
        }

        output.WriteLine("machine    way          events/s    ns/event   bytes/event");
        foreach (var (machine, figures) in results)
        {
            foreach (var (way, figure) in figures)
            {
                output.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{machine,-10} {way,-8} {figure.EventsPerSecond,12:N0} {1e9 / figure.EventsPerSecond,11:N1} {figure.BytesPerEvent,13:N0}"));
            }
        }
    }

    private static Dictionary<string, Figure> Measure(MachineDefinition definition) => new()
    {
        ["send"] = Stopclock.Measure(Send(definition)),
        ["step"] = Stopclock.Measure(Step(definition)),
        ["restore"] = Stopclock.Measure(Restore(definition)),
    };

    private static Action<int> Send(MachineDefinition definition)
    {
        var interpreter = new SyncInterpreter(definition);
        interpreter.Start();
        return count =>
        {
            for (var i = 0; i < count; i++)
            {
                interpreter.Send("T");
            }
        };
    }

    private static Action<int> Step(MachineDefinition definition)
    {
        var now = DateTimeOffset.UnixEpoch;
        var snapshot = Statechart.Start(definition, default, now).Accepted;
        return count =>
        {
            for (var i = 0; i < count; i++)
            {
                snapshot = Statechart.Step(definition, snapshot, T, now).Accepted;
            }
        };
    }

    private static Action<int> Restore(MachineDefinition definition)
    {
        var now = DateTimeOffset.UnixEpoch;
        var text = SnapshotJson.Write(Statechart.Start(definition, default, now).Accepted);
        return count =>
        {
            for (var i = 0; i < count; i++)
            {
                text = SnapshotJson.Write(Statechart.Step(definition, SnapshotJson.Read(text, definition), T, now).Accepted);
            }
        };
    }
}
