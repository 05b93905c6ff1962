using System.Globalization;
using System.Text;
using Stator.Statecharts;
using Stator.Statecharts.Authoring;
using Stator.Statecharts.Data;
using Stator.Statecharts.Interpretation;
using Stator.Statecharts.Parsing;
using Stator.Statecharts.Snapshots;

namespace Stator.Statecharts.Tests.Properties;

/// <summary>One step of a course: the machine before, what came of it, when, and the service that it settled (0 for none).</summary>
internal readonly record struct Turn(Snapshot? Before, StepResult Result, long NowMs, long Settled)
{
    /// <summary>All that can be seen of the turn.</summary>
    public string Text
    {
        get
        {
            var text = new StringBuilder();
            text.Append(CultureInfo.InvariantCulture, $"at {NowMs} {Result.Fault?.Code}\n");
            foreach (var step in Result.Microsteps)
            {
                text.Append(CultureInfo.InvariantCulture, $"  {step.Actor} {step.Event}: {string.Join(" ", step.Transitions)} - {string.Join(" ", step.ExitSet)} + {string.Join(" ", step.EntrySet)}\n");
            }

            text.AppendJoin('\n', Result.Effects);
            return text.Append(Result.Snapshot is { } snapshot ? Encoding.UTF8.GetString(SnapshotJson.Write(snapshot)) : "nothing").ToString();
        }
    }
}

/// <summary>A trial as it takes its course, on time of its own. Each course parses the documents afresh.</summary>
internal sealed class Course
{
    /// <summary>Timers that may fire in one advance; machines with a timer of 0 ms for ever are cut short.</summary>
    private const int MaxFires = 25;

    private readonly Trial _trial;
    private Snapshot? _snapshot;
    private long _nowMs = 1_000_000;

    public Course(Trial trial)
    {
        _trial = trial;
        Definition = Bind(trial) ?? throw new InvalidOperationException("The generator has written a machine that is none.");
    }

    public MachineDefinition Definition { get; private set; }

    /// <summary>What is done to the snapshot between two turns; nothing unless set.</summary>
    public Func<Snapshot, Snapshot> Between { get; init; } = s => s;

    /// <summary>Whether each turn knows nothing but the documents and the snapshot's text, as in a process of its own.</summary>
    public bool IsForgetful { get; init; }

    private DateTimeOffset Now => DateTimeOffset.FromUnixTimeMilliseconds(_nowMs);

    public static bool CanBegin(Trial trial) => Bind(trial) is not null;

    public IEnumerable<Turn> Turns()
    {
        yield return Take((definition, _, now) => Statechart.Start(definition, default, now));
        if (_snapshot is null)
        {
            yield break;
        }

        foreach (var turn in _trial.Script.SelectMany(Turns))
        {
            yield return turn;
        }
    }

    private IEnumerable<Turn> Turns(Stimulus stimulus)
    {
        switch (stimulus.Kind)
        {
            case StimulusKind.Send:
                return [Take((d, s, now) => Statechart.Step(d, s!, Event.Of(stimulus.Name, ("v", stimulus.Amount)), now))];
            case StimulusKind.Advance:
                return Advance(stimulus.Amount);
            default:
                var running = Running(_snapshot!).ToList();
                var outcome = stimulus.Kind == StimulusKind.Done ? Outcome.Done(stimulus.Amount) : Outcome.Failed("no");
                if (running.Count == 0)
                {
                    return [];
                }

                var number = running[stimulus.Amount % running.Count];
                return [Take((d, s, now) => Statechart.Settle(d, s!, number, outcome, now), number)];
        }
    }

    private IEnumerable<Turn> Advance(long byMs)
    {
        var until = _nowMs + byMs;
        for (var fires = 0; fires < MaxFires && _snapshot!.NextTimer() is { } timer && timer.DueMs <= until; fires++)
        {
            _nowMs = Math.Max(_nowMs, timer.DueMs);
            var turn = Take((d, s, now) => Statechart.Fire(d, s!, timer.Number, now));
            yield return turn;
            if (turn.Result.Fault is not null)
            {
                // It stays pending; a host would try again later.
                yield break;
            }
        }

        _nowMs = until;
    }

    private Turn Take(Func<MachineDefinition, Snapshot?, DateTimeOffset, StepResult> act, long settled = 0)
    {
        var before = _snapshot is null ? null : Between(_snapshot);
        if (IsForgetful && before is not null)
        {
            Definition = Bind(_trial)!;
            before = SnapshotJson.Read(SnapshotJson.Write(before), Definition);
        }

        var result = act(Definition, before, Now);
        _snapshot = result.Snapshot;
        return new(before, result, _nowMs, settled);
    }

    private static IEnumerable<long> Running(Snapshot snapshot) => snapshot.Invocations.SelectMany(i =>
        i.Child is { } child ? Running(child) : i.IsSettled ? [] : [i.Number]);

    private static MachineDefinition? Bind(Trial trial)
    {
        var logic = new BoundLogic { HostRuns = source => source == "job" };
        return Parse(trial.Kid, logic) is { } kid
            ? Parse(trial.Machine, logic with { ResolveMachine = source => source == "kid" ? kid : null })
            : null;
    }

    private static MachineDefinition? Parse(System.Text.Json.Nodes.JsonObject document, BoundLogic logic)
    {
        var parsed = MachineParser.Parse(Encoding.UTF8.GetBytes(document.ToJsonString()));
        return parsed.Definition is { } definition ? Binder.Bind(definition, logic, requireActions: false).Definition : null;
    }
}
