using System.Text;
using Stator.Statecharts;
using Stator.Statecharts.Authoring;
using Stator.Statecharts.Data;
using Stator.Statecharts.Effects;
using Stator.Statecharts.Interpretation;
using Stator.Statecharts.Parsing;
using Stator.Statecharts.Snapshots;

namespace Stator.Statecharts.Tests.Support;

/// <summary>A machine under test: parsed, bound so that every service is the host's, and driven step by step.</summary>
internal sealed class Chart
{
    private Chart(MachineDefinition definition) => Definition = definition;

    public MachineDefinition Definition { get; }

    public DateTimeOffset Now { get; set; } = DateTimeOffset.UnixEpoch;

    public Snapshot Snapshot { get; set; } = null!;

    public StepResult Last { get; private set; }

    public IEnumerable<string> Performed => Last.Effects.OfType<PerformAction>().Select(a => a.Type);

    public string Json => Encoding.UTF8.GetString(SnapshotJson.Write(Snapshot));

    /// <summary>Single quotes stand for double ones, which keeps the documents readable.</summary>
    public static MachineDefinition Parse(string json, params (string Source, string Json)[] children)
    {
        var machines = new Dictionary<string, MachineDefinition>();
        var logic = new BoundLogic { HostRuns = _ => true, ResolveMachine = machines.GetValueOrDefault };
        foreach (var (source, child) in children)
        {
            machines[source] = MachineParser.Parse(child.Replace('\'', '"')).Required.With(logic);
        }

        return Binder.Bind(MachineParser.Parse(json.Replace('\'', '"')).Required, logic, requireActions: false).Definition
            ?? throw new InvalidOperationException("The machine of the test does not bind.");
    }

    public static Chart Start(string json, params (string Source, string Json)[] children)
    {
        var chart = new Chart(Parse(json, children));
        chart.Accept(Statechart.Start(chart.Definition, default, chart.Now));
        return chart;
    }

    public Chart Send(string type, params (string Key, Value Value)[] members) =>
        Accept(Statechart.Step(Definition, Snapshot, Event.Of(type, members), Now));

    public Chart Settle(string id, Outcome outcome) => Accept(Statechart.Settle(
        Definition, Snapshot, Snapshot.Invocations.Single(i => i.Id == id && !i.IsSettled).Number, outcome, Now));

    public Chart Advance(long ms)
    {
        var until = Now.AddMilliseconds(ms);
        while (Snapshot.NextTimer() is { } timer && timer.Due <= until)
        {
            Now = timer.Due;
            Accept(Statechart.Fire(Definition, Snapshot, timer.Number, Now));
        }

        Now = until;
        return this;
    }

    public Chart Reload()
    {
        Snapshot = SnapshotJson.Read(SnapshotJson.Write(Snapshot), Definition);
        return this;
    }

    private Chart Accept(StepResult result)
    {
        Last = result;
        Snapshot = result.Snapshot ?? Snapshot;
        return this;
    }
}
