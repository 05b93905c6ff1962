using System.Text.RegularExpressions;
using Stator.Cli.Tests.Support;

namespace Stator.Cli.Tests;

/// <summary>What the README shows is what happens.</summary>
public sealed partial class ReadmeTests : IDisposable
{
    private static readonly string Readme = File.ReadAllText(Repository.PathOf("README.md"));

    private readonly Workplace _place = new();

    public void Dispose() => _place.Dispose();

    /// <summary>Each command with an output below it, but for those that run until they are ended.</summary>
    public static TheoryData<string, string> Commands
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (Match command in Console().Matches(Readme).SelectMany(block => Command().Matches(block.Groups["lines"].Value)))
            {
                var line = command.Groups["line"].Value;
                if (command.Groups["output"].Length > 0 && !line.EndsWith("serve", StringComparison.Ordinal))
                {
                    data.Add(line, command.Groups["output"].Value);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void A_command_says_what_the_readme_says(string line, string output)
    {
        foreach (var folder in new[] { "samples", Path.Combine("tests", "fixtures", "broken") })
        {
            Directory.CreateDirectory(_place.PathOf(folder));
            foreach (var file in Directory.EnumerateFiles(Repository.PathOf(folder)))
            {
                File.Copy(file, Path.Combine(_place.PathOf(folder), Path.GetFileName(file)));
            }
        }

        Assert.Equal(output, ShellLine.Run(_place, line.Replace("./stator", "stator", StringComparison.Ordinal)).Out);
    }

    [Fact]
    public void There_are_commands_to_check() => Assert.True(Commands.Count >= 4);

    [Theory]
    [InlineData("samples", "light.machine.json")]
    public void A_machine_is_shown_as_it_is(params string[] path) =>
        Assert.Contains(File.ReadAllText(Repository.PathOf(path)), Readme, StringComparison.Ordinal);

    [Theory]
    [InlineData("in-memory")]
    [InlineData("durable")]
    public void The_code_is_code_that_runs(string mark)
    {
        var source = File.ReadAllText(Repository.PathOf("tests", "Cli.Tests", "ReadmeExamples.cs"));
        var lines = source.Split($"// <{mark}>\n")[1].Split($"// </{mark}>")[0].TrimEnd().Split('\n');
        var code = string.Join('\n', lines.Select(l => l.Length > 12 ? l[12..] : ""));
        Assert.Contains($"```csharp\n{code}\n```", Readme, StringComparison.Ordinal);
    }

    [Fact]
    public void No_link_is_dead()
    {
        var pages = Directory.EnumerateFiles(Repository.PathOf("docs"), "*.md")
            .Concat(Directory.EnumerateFiles(Repository.Root, "*.md"));
        var dead =
            from page in pages
            from Match link in Link().Matches(File.ReadAllText(page))
            let target = link.Groups["target"].Value
            where !target.Contains("://", StringComparison.Ordinal)
            where !Path.Exists(Path.Combine(Path.GetDirectoryName(page)!, target))
            select $"{page}: {target}";
        Assert.Empty(dead);
    }

    [GeneratedRegex(@"\]\((?<target>[^)#\s]+)(#[^)]*)?\)")]
    private static partial Regex Link();

    [GeneratedRegex("```console\n(?<lines>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Console();

    [GeneratedRegex(@"^\$ (?<line>[^\n]*)\n(?<output>(?:(?!\$ )[^\n]*\n)*)", RegexOptions.Multiline)]
    private static partial Regex Command();
}
