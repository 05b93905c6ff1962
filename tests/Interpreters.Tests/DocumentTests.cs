using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;
using Stator.Statecharts.Parsing;
using Stator.Statecharts.Scenarios;

namespace Stator.Interpreters.Tests;

/// <summary>What the documents show is what runs.</summary>
public sealed partial class DocumentTests
{
    private static readonly string[] Sources = ["DocumentExamples.cs", "DocumentExamples.Live.cs", "../Samples.Tests/DurableExamples.cs"];

    /// <summary>What stands between the marks <c>// &lt;name&gt;</c> and <c>// &lt;/name&gt;</c>, by name.</summary>
    public static TheoryData<string, string> Examples
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (Match example in Sources.SelectMany(s => Marked().Matches(File.ReadAllText(Path.Combine(Folder(), s)))))
            {
                data.Add(example.Groups["name"].Value, Outdented(example.Groups["code"].Value));
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void Csharp_shows_each_example_to_the_letter(string name, string code) =>
        Assert.True(Document("csharp.md").Contains($"```csharp\n{code}\n```", StringComparison.Ordinal), $"docs/csharp.md lacks the example '{name}', which is now:\n{code}");

    [Fact]
    public void Csharp_shows_nothing_else() => Assert.Equal(Examples.Count, Blocks("csharp.md", "csharp").Count);

    [Fact]
    public void The_machine_that_the_format_shows_has_no_faults() =>
        Assert.Empty(MachineParser.Parse(Blocks("machine-json.md", "json")[0]).Diagnostics);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_scenarios_that_are_shown_hold(bool restart)
    {
        var cases = ScenarioReader.Read(Encoding.UTF8.GetBytes(Blocks("scenarios.md", "json")[0]), _ => throw new FileNotFoundException());

        Assert.NotEmpty(cases);
        Assert.All(cases, c => Assert.Empty(ScenarioRunner.Run(c, restart)));
    }

    private static List<string> Blocks(string document, string language) =>
        [.. Fenced().Matches(Document(document)).Where(m => m.Groups["language"].Value == language).Select(m => m.Groups["code"].Value)];

    private static string Document(string name) => File.ReadAllText(Path.Combine(Folder(), "..", "..", "docs", name));

    private static string Outdented(string code)
    {
        var lines = code.TrimEnd().Split('\n');
        var indent = lines.Where(l => l.Length > 0).Min(l => l.Length - l.TrimStart().Length);
        return string.Join('\n', lines.Select(l => l.Length > indent ? l[indent..] : ""));
    }

    private static string Folder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;

    [GeneratedRegex("^ *// <(?<name>[a-z-]+)>\n(?<code>.*?)^ *// </\\k<name>>$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Marked();

    [GeneratedRegex("^```(?<language>[a-z]+)\n(?<code>.*?)^```$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Fenced();
}
