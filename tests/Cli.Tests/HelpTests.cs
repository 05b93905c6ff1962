using System.CommandLine;
using Stator.Cli.Commands;
using Stator.Cli.Remote;
using Stator.Cli.Tests.Support;

namespace Stator.Cli.Tests;

/// <summary>Help teaches by examples, and each of them works as it stands.</summary>
public sealed class HelpTests : IDisposable
{
    /// <summary>They measure, or run until they are told to end; tests of their own run them.</summary>
    private static readonly string[] RunElsewhere = ["bench core", "serve"];

    /// <summary>They ask a host; <see cref="RemoteTests"/> has one.</summary>
    internal static IEnumerable<HostCommand> HostCommands => All("", Root()).Select(c => c.Command).OfType<HostCommand>();

    private readonly Workplace _place = new();

    public void Dispose() => _place.Dispose();

    public static TheoryData<string> Commands => [.. All("", Root()).Select(c => c.Path)];

    public static TheoryData<string> Examples =>
    [
        .. from command in All("", Root())
           where !RunElsewhere.Contains(command.Path) && command.Command is not HostCommand
           from example in command.Command is ToolCommand tool ? tool.Examples : []
           select example.Line,
    ];

    [Fact]
    public void The_root_says_what_this_is_and_what_to_use_first()
    {
        var result = _place.Run("--help");

        Assert.Equal(0, result.Exit);
        Assert.Contains("Stator runs statecharts that outlive the process they run in.", result.Out, StringComparison.Ordinal);
        Assert.Equal(result.Out, _place.Run().Out);
        foreach (var command in new[] { "validate", "diagram", "simulate", "test", "serve" })
        {
            Assert.Contains($"  stator {command}", result.Out, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void Each_command_has_help_with_its_examples(string path)
    {
        var result = _place.Run([.. path.Split(' '), "--help"]);
        var command = All("", Root()).Single(c => c.Path == path).Command;

        Assert.Equal((0, ""), (result.Exit, result.Error));
        if (command is ToolCommand { Subcommands.Count: 0 } tool)
        {
            Assert.NotEmpty(tool.Examples);
            Assert.All(tool.Examples, e => Assert.Contains(e.Line, result.Out, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void The_help_of_torture_reads_at_100_columns() =>
        Assert.All(_place.Run("torture", "--help").Lines, line => Assert.True(line.Length <= 100, line));

    [Theory]
    [MemberData(nameof(Examples))]
    public void Each_example_works(string line)
    {
        File.Copy(Repository.PathOf("tests", "fixtures", "convert", "checkout.config.json"), _place.PathOf("checkout.xstate.json"));
        _place.Run("convert", "order.machine.json", "-o", "order.machine.yaml");

        var result = ShellLine.Run(_place, line).IsReadable();

        Assert.True(result.Exit == 0, $"{line}\n{result.Out}\n{result.Error}");
    }

    private static StatorCommand Root() => new(new Terminal("/", Stream.Null, TextWriter.Null, TextWriter.Null, IsInteractive: false));

    private static IEnumerable<(string Path, Command Command)> All(string path, Command command) => command.Subcommands.SelectMany(c =>
        All($"{path} {c.Name}".Trim(), c).Prepend(($"{path} {c.Name}".Trim(), c)));
}
