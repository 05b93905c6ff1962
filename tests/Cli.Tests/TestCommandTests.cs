using Stator.Cli.Tests.Support;
using Stator.Statecharts.Data;

namespace Stator.Cli.Tests;

public sealed class TestCommandTests : IDisposable
{
    private const string Toggle = """{ "id": "t", "initial": "off", "states": { "off": { "on": { "T": "on" } }, "on": { "on": { "T": "off" } } } }""";

    private readonly Workplace _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public void Cases_that_hold_end_in_0()
    {
        _place.Write("good.json", Scenario("ok", "off"));

        var result = _place.Run("test", "good.json");

        Assert.Equal(0, result.Exit);
        Assert.Equal(["ok     good.json: 1 of 1 case passed", "1 case, 1 passed, 0 failed"], result.Lines);
    }

    [Fact]
    public void A_failure_names_case_step_and_what_was_expected()
    {
        _place.Write("bad.json", Scenario("wrong", "on"));

        var result = _place.Run("test", "bad.json").IsReadable();

        Assert.Equal(1, result.Exit);
        Assert.Equal("FAILED bad.json: 0 of 1 case passed", result.Lines[0]);
        Assert.Equal("  wrong, step 1: value: expected \"on\", but got \"off\"", result.Lines[1]);
        Assert.Equal("1 case, 0 passed, 1 failed", result.Lines[^1]);
    }

    [Fact]
    public void Json_is_exactly_the_agreed_form_and_a_case_counts_once()
    {
        _place.Write("bad.json", Scenario("wrong", "on"));
        _place.Write("good.json", Scenario("ok", "off"));

        var result = _place.Run("test", "good.json", "bad.json", "--restart", "--json");
        var summary = Value.Parse(result.Out).AsObject;

        Assert.Equal(1, result.Exit);
        Assert.Equal(["cases", "passed", "failed", "failures"], summary.Keys);
        Assert.Equal((2L, 1L, 1L), (summary["cases"].AsInt, summary["passed"].AsInt, summary["failed"].AsInt));
        var failures = summary["failures"].AsList;
        Assert.Equal(["file", "case", "step", "restarted", "message"], failures[0].AsObject.Keys);
        Assert.Equal([false, true], failures.Select(f => f["restarted"].AsBool));
        Assert.All(failures, f => Assert.Equal(("bad.json", "wrong", 1L), (f["file"].AsString, f["case"].AsString, f["step"].AsInt)));
    }

    [Theory]
    [InlineData("""{ "id": "m" }""", "/scenario")]
    [InlineData("not json", "not JSON")]
    [InlineData("""{ "scenario": 1, "cases": [ { "name": "n", "machineFile": "gone.json", "steps": [] } ] }""", "there is no file 'gone.json'")]
    [InlineData("""{ "scenario": 1, "cases": [ 5 ] }""", "/cases/0")]
    [InlineData("""{ "scenario": 1, "cases": [] }""", "/cases: must be a list of at least one case")]
    public void A_file_that_is_no_scenario_file_is_a_failure(string text, string says)
    {
        _place.Write("no.json", text);

        var result = _place.Run("test", "no.json").IsReadable();

        Assert.Equal(1, result.Exit);
        Assert.Contains(says, result.Out, StringComparison.Ordinal);
        Assert.Equal("1 case, 0 passed, 1 failed", result.Lines[^1]);
    }

    [Fact]
    public void A_case_that_breaks_is_a_failure_and_the_others_run()
    {
        // 'leaves' must be a list; nothing checks that before the case runs.
        _place.Write("odd.json", $$"""
            { "scenario": 1, "cases": [
              { "name": "odd", "machine": {{Toggle}}, "steps": [ { "expect": { "leaves": 5 } } ] },
              { "name": "ok", "machine": {{Toggle}}, "steps": [ { "expect": { "value": "off" } } ] } ] }
            """);

        var result = _place.Run("test", "odd.json");

        Assert.Equal(1, result.Exit);
        Assert.Contains("  odd: the case could not be run to its end", result.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Out + result.Error, StringComparison.Ordinal);
        Assert.Equal("2 cases, 1 passed, 1 failed", result.Lines[^1]);
    }

    [Fact]
    public void A_service_without_a_stub_is_sent_to_the_case()
    {
        _place.Write("stubs.json", """
            { "scenario": 1, "cases": [ {
              "name": "n", "machine": { "id": "t", "invoke": { "src": "charge" } }, "services": { "charges": { "pending": true } }, "steps": [] } ] }
            """);

        var result = _place.Run("test", "stubs.json");

        Assert.Contains("the service 'charge' is bound to nothing; did you mean 'charges'? Add it under 'services' of the case", result.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void A_machine_file_is_found_from_the_scenario_file_in_yaml_too()
    {
        Directory.CreateDirectory(_place.PathOf("inner"));
        _place.Write("inner/t.yaml", "id: t\ninitial: off\nstates:\n  off: {}\n");
        _place.Write("inner/s.yaml", "scenario: 1\ncases:\n  - name: n\n    machineFile: t.yaml\n    steps:\n      - expect:\n          value: off\n");

        Assert.Equal(0, _place.Run("test", "inner/s.yaml").Exit);
    }

    [Fact]
    public void A_missing_file_is_2() => Assert.Equal(2, _place.Run("test", "gone.json").IsReadable().Exit);

    [Fact]
    public async Task Cancelled_it_ends_with_130()
    {
        _place.Write("good.json", Scenario("ok", "off"));

        Assert.Equal(130, (await _place.RunAsync("", new CancellationToken(canceled: true), "test", "good.json")).Exit);
    }

    private static string Scenario(string name, string value) => $$"""
        { "scenario": 1, "cases": [ { "name": "{{name}}", "machine": {{Toggle}}, "steps": [ { "expect": { "value": "{{value}}" } } ] } ] }
        """;
}
