using Stator.Cli.Tests.Support;
using Stator.Statecharts.Data;

namespace Stator.Cli.Tests;

public sealed class ValidateTests : IDisposable
{
    private const string UnknownTarget = """
        { "id": "m", "initial": "a",
          "states": { "a": { "on": { "GO": "chekout" } }, "checkout": { "on": { "BACK": "a" } } } }
        """;

    private readonly Workplace _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public void A_machine_without_faults_is_one_line_and_0()
    {
        var result = _place.Run("validate", "light.machine.json");

        Assert.Equal((0, "1 file, 0 errors, 0 warnings\n", ""), (result.Exit, result.Out, result.Error));
    }

    [Fact]
    public void A_fault_has_file_line_column_code_message_and_remedy()
    {
        _place.Write("bad.json", UnknownTarget);

        var result = _place.Run("validate", "bad.json", "light.machine.json");

        Assert.Equal(1, result.Exit);
        Assert.Matches(@"^bad\.json:2:\d+: error SC0030: .*chekout.*did you mean 'checkout'\? \S", result.Lines[0]);
        Assert.Equal("2 files, 1 error, 0 warnings", result.Lines[^1]);
    }

    [Fact]
    public void Json_has_all_members_of_each_diagnostic()
    {
        _place.Write("bad.json", UnknownTarget);

        var first = Value.Parse(_place.Run("validate", "bad.json", "--json").Out).AsList[0].AsObject;

        Assert.Equal(["file", "code", "severity", "line", "column", "pointer", "message", "remedy"], first.Keys);
        Assert.Equal("bad.json", first["file"].AsString);
        Assert.Equal("/states/a/on/GO", first["pointer"].AsString);
        Assert.Equal(2, first["line"].AsInt);
        Assert.Equal("[]", _place.Run("validate", "light.machine.json", "--json").Out.Trim());
    }

    [Fact]
    public void A_warning_fails_only_when_strict()
    {
        _place.Write("warn.json", """{ "id": "m", "initial": "a", "states": { "a": {}, "nowhere": {} } }""");

        Assert.Equal(0, _place.Run("validate", "warn.json").Exit);
        Assert.Equal(1, _place.Run("validate", "warn.json", "--strict").Exit);
    }

    [Fact]
    public void Yaml_diagnostics_have_the_lines_of_the_yaml()
    {
        _place.Write("bad.yaml", "id: m\ninitial: a\nstates:\n  a:\n    'on':\n      GO: chekout\n  checkout:\n    on:\n      BACK: a\n");

        var result = _place.Run("validate", "bad.yaml");

        Assert.StartsWith("bad.yaml:6:11: error SC0030: ", result.Lines[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Text_that_is_no_yaml_is_a_diagnostic()
    {
        _place.Write("bad.yml", "id: m\n  initial: [a\n");

        var result = _place.Run("validate", "bad.yml").IsReadable();

        Assert.Equal(1, result.Exit);
        Assert.Matches(@"^bad\.yml:\d+:\d+: error SC0001: the text is not YAML: ", result.Lines[0]);
    }

    [Fact]
    public void A_dash_reads_standard_input()
    {
        var result = _place.RunWith(UnknownTarget, "validate", "-");

        Assert.Equal(1, result.Exit);
        Assert.StartsWith("<stdin>:2:", result.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_cannot_be_read_does_not_hide_the_others()
    {
        _place.Write("bad.json", UnknownTarget);

        var result = _place.Run("validate", "missing.json", "bad.json").IsReadable();

        Assert.Equal(2, result.Exit);
        Assert.StartsWith("error: there is no file 'missing.json'", result.Error, StringComparison.Ordinal);
        Assert.Contains("bad.json:2:", result.Out, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(BrokenMachines))]
    public void Each_broken_machine_of_the_fixtures_is_refused_or_warned_of(string file)
    {
        var result = _place.Run("validate", "--strict", file).IsReadable();

        Assert.Equal(1, result.Exit);
        Assert.All(result.Lines.SkipLast(1), line => Assert.Matches(@":\d+:\d+: (error|warning) SC\d{4}: .+[.?] \S.*$", line));
    }

    public static TheoryData<string> BrokenMachines => [.. Directory.GetFiles(Repository.PathOf("tests", "fixtures", "broken"), "*.machine.json")];
}
