using Stator.Cli.Tests.Support;
using Stator.Statecharts.Data;
using Stator.Statecharts.Parsing;

namespace Stator.Cli.Tests;

public sealed class ConvertTests : IDisposable
{
    private static readonly string Fixtures = Repository.PathOf("tests", "fixtures", "convert");

    private readonly Workplace _place = new();

    public void Dispose() => _place.Dispose();

    [Theory]
    [InlineData("checkout.config")]
    [InlineData("checkout.definition")]
    [InlineData("checkout.code")]
    [InlineData("functions.config")]
    [InlineData("functions.definition")]
    [InlineData("functions.code")]
    [InlineData("studio")]
    public void An_export_becomes_a_valid_machine_and_what_is_lost_is_said(string name)
    {
        File.Copy(Path.Combine(Fixtures, name + ".json"), _place.PathOf(name + ".json"));

        var result = _place.Run("convert", name + ".json", "-o", "out.json").IsReadable();

        Assert.Equal(0, result.Exit);
        Assert.NotNull(MachineParser.Parse(_place.Read("out.json")).Definition);
        Assert.Equal(File.ReadAllText(Path.Combine(Fixtures, name + ".expected.json")), _place.Read("out.json"));
        Assert.Equal(File.ReadAllText(Path.Combine(Fixtures, name + ".warnings.txt")), result.Error);
    }

    [Fact]
    public void A_configuration_by_names_comes_out_as_it_went_in()
    {
        var result = _place.Run("convert", Path.Combine(Fixtures, "checkout.config.json"));

        Assert.Equal("", result.Error);
        Assert.Equal(Value.Parse(File.ReadAllText(Path.Combine(Fixtures, "checkout.config.json"))).ToString(), Value.Parse(result.Out).ToString());
    }

    [Theory]
    [InlineData("""{ "id": "m", "key": "m", "initial": { "target": ["#m.a"], "source": "#m", "actions": [], "eventType": null }, "states": { "a": { "id": "m.a", "key": "a" }, "h": { "id": "m.h", "key": "h", "type": "history", "history": false } } }""")]
    [InlineData("""{ "id": "m", "initial": "a", "states": { "a": {}, "h": { "type": "history", "history": false } } }""")]
    public void A_history_that_is_not_deep_is_shallow(string machine)
    {
        _place.Write("m.json", machine);

        var history = Value.Parse(_place.Run("convert", "m.json").Out)["states"]["h"];

        Assert.Equal("""{"type":"history"}""", history.ToString());
    }

    [Fact]
    public void A_definition_behaves_like_the_configuration_it_was_made_from()
    {
        const string Script = "advance 30s\nload start.json\nsend PAY\nsend audit.x\nsend FAST\nsend BACK\nsend PAY\nfail charge {}\nsend PAY\ncomplete charge 1\n"
            + "send PACKED\nsend INVOICE.SENT\n";
        string[] options = ["--assume", "atLeast=true", "--assume", "isVip=true", "--assume", "mayRetry=false", "--delay", "remindAfter=5s"];
        foreach (var kind in new[] { "config", "definition" })
        {
            _place.Run("convert", Path.Combine(Fixtures, $"checkout.{kind}.json"), "-o", kind + ".json");
            _place.Write("start.json", """{ "status": "active", "context": { "total": 0, "rate": 1.5 }, "state_ids": ["checkout.cart"] }""");
        }

        var config = _place.RunWith(Script, ["simulate", "config.json", .. options]);
        var definition = _place.RunWith(Script, ["simulate", "definition.json", .. options]);

        Assert.Equal(0, config.Exit);
        Assert.Equal(config.Out, definition.Out);
        Assert.Contains("status: done", config.Lines);
    }

    [Fact]
    public void A_child_machine_in_an_export_is_named_by_its_id()
    {
        var result = _place.Run("convert", Path.Combine(Fixtures, "functions.code.json"));

        Assert.Contains("/invoke/0/src: a whole machine stands here; its id 'child' stands for it", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_program_instead_of_json_is_told_how_to_export()
    {
        _place.Write("machine.ts", "export const m = createMachine({ id: 'm' });");

        var result = _place.Run("convert", "machine.ts").IsReadable();

        Assert.Equal(1, result.Exit);
        Assert.Contains("SC0001", result.Error, StringComparison.Ordinal);
        Assert.Contains("JSON.stringify(machine.config", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_valid_machine_is_written_to_be_mended_and_1()
    {
        _place.Write("bad.json", """{ "id": "m", "initial": "x", "states": { "a": {} } }""");

        var result = _place.Run("convert", "bad.json", "--to", "yaml");

        Assert.Equal((1, "id: m\ninitial: x\nstates:\n  a: {}\n"), (result.Exit, result.Out));
        Assert.Contains("SC0023", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_that_stands_twice_is_not_lost_in_silence()
    {
        _place.Write("twice.json", """{ "id": "m", "id": "n" }""");

        var result = _place.Run("convert", "twice.json");

        Assert.Equal((1, ""), (result.Exit, result.Out));
        Assert.Contains("SC0004", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Scenario_files_are_converted_too()
    {
        var there = _place.Run("convert", "light.scenarios.json", "-o", "light.yaml");

        Assert.Equal((0, ""), (there.Exit, there.Error));
        Assert.Equal(0, _place.Run("test", "light.yaml").Exit);
    }
}
