using Stator.Statecharts.Interpretation;
using Stator.Statecharts.Snapshots;

namespace Stator.Interpreters.Tests;

public class SnapshotTests
{
    [Fact]
    public void A_machine_goes_on_from_json_text_bytes_or_snapshot()
    {
        var first = new SyncInterpreter(Charts.Toggle).Start();
        first.Send("T");
        var json = first.GetSnapshotJson();

        SyncInterpreter[] others =
        [
            SyncInterpreter.FromSnapshot(Charts.Toggle, json),
            SyncInterpreter.FromSnapshot(Charts.Toggle, System.Text.Encoding.UTF8.GetString(json)),
            SyncInterpreter.FromSnapshot(first.GetSnapshot()),
        ];

        foreach (var other in others)
        {
            Assert.True(other.Matches("on"));
            other.Send("T");
            Assert.True(other.Matches("on"));
            other.Start().Send("T");
            Assert.True(other.Matches("off"));
        }

        Assert.True(first.Matches("on"));
    }

    [Fact]
    public void The_short_form_jumps_into_any_state()
    {
        var interpreter = SyncInterpreter.FromSnapshot(Charts.Toggle, """{"status": "active", "context": {}, "state_ids": ["toggle.on"]}""").Start();

        Assert.True(interpreter.HasTag("lit"));
        Assert.Throws<StateNotFoundException>(() => SyncInterpreter.FromSnapshot(Charts.Toggle, """{"state_ids": ["toggle.onn"]}"""));
        Assert.Equal(
            FaultCode.DefinitionMismatch,
            Assert.Throws<StepRefusedException>(() => SyncInterpreter.FromSnapshot(Charts.Counter, new SyncInterpreter(Charts.Toggle).Start().GetSnapshotJson(), options: new() { AllowUnboundActions = true }, logic: new() { Guards = { ["isOpen"] = _ => true } })).Fault.Code);
    }

    [Fact]
    public void One_that_has_ended_stays_ended()
    {
        var first = new SyncInterpreter(Charts.Toggle).Start().Stop();

        var second = SyncInterpreter.FromSnapshot(Charts.Toggle, first.GetSnapshotJson());

        Assert.Equal(InterpreterStatus.Stopped, second.Status);
        second.Start().Send("T");
        Assert.True(second.Matches("off"));
    }

    [Fact]
    public void Entry_actions_do_not_run_again()
    {
        var entries = 0;
        var chart = Charts.Of("""{"id": "m", "entry": "greet", "initial": "a", "states": {"a": {"entry": "greet"}}}""");
        var logic = new Stator.Statecharts.Authoring.MachineLogic { Actions = { ["greet"] = _ => entries++ } };
        var json = new SyncInterpreter(chart, logic).Start().GetSnapshotJson();

        SyncInterpreter.FromSnapshot(chart, json, logic).Start();

        Assert.Equal(2, entries);
    }
}
