using System.CommandLine;
using Stator.Cli.Remote;
using Stator.Machines;
using Stator.Statecharts.Data;

namespace Stator.Cli.Commands;

/// <summary><c>stator history</c>: what an instance went through.</summary>
internal sealed class HistoryCommand : HostCommand
{
    private readonly Argument<string> _machine;
    private readonly Argument<string> _key;
    private readonly Option<long> _after = new("--after") { Description = "Only turns after this one.", HelpName = "N" };
    private readonly Option<int> _limit = new("--limit") { Description = "How many at most, 1 to 1000.", HelpName = "N", DefaultValueFactory = _ => 100 };

    public HistoryCommand(Terminal terminal)
        : base(terminal, "history", "Prints the turns of an instance of a running host, oldest first: when, what set each off, who asked, where it led.")
    {
        (_machine, _key) = AddressArguments();
        Arguments.Add(_machine);
        Arguments.Add(_key);
        Options.Add(_after);
        Options.Add(_limit);
    }

    public override IReadOnlyList<Example> Examples =>
    [
        new("stator history light hall", "All its turns"),
        new("stator history light hall --after 1 --limit 10 --json", "Ten of them with all there is to know, for a program to read"),
    ];

    protected override async Task<int> RunAsync(IMachineClient client, ParseResult parsed, CancellationToken cancellation)
    {
        var page = await client.GetHistoryAsync(
            new(parsed.GetRequiredValue(_machine), parsed.GetRequiredValue(_key)), parsed.GetValue(_after), parsed.GetValue(_limit), cancellation);
        Print(
            parsed,
            () => ObjectValue.Of(("turns", ListValue.Of([.. page.Turns.Select(TurnText.Data)])), ("next", page.Next is { } next ? next : default(Value))),
            () => page.Turns.IsEmpty ? ["no turn is there after that one"]
                : page.Next is { } next ? [.. Table(page), $"There are more: --after {next}"]
                : Table(page));
        return ExitCode.Ok;
    }

    private static IEnumerable<string> Table(HistoryPage page) => TextTable.Lines(TurnText.Head, page.Turns.Select(TurnText.Row));
}
