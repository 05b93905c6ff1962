using System.CommandLine;
using Stator.Cli.Remote;
using Stator.Http.Wire;
using Stator.Machines;
using Stator.Statecharts.Data;

namespace Stator.Cli.Commands;

/// <summary><c>stator list</c>: finds instances.</summary>
internal sealed class ListCommand : HostCommand
{
    private readonly Option<string?> _machine = new("--machine") { Description = "Of this machine.", HelpName = "ID" };
    private readonly Option<string?> _pinned = new("--pinned") { Description = "Pinned to this version.", HelpName = "VERSION" };
    private readonly Option<string?> _status = new("--status") { Description = "active, done, error or stopped.", HelpName = "STATUS" };
    private readonly Option<string?> _state = new("--state") { Description = "With this active state, by its id.", HelpName = "ID" };
    private readonly Option<string?> _tag = new("--tag") { Description = "With this tag.", HelpName = "TAG" };
    private readonly Option<string[]> _context = new("--context") { Description = "With this in the context: a number, true, false, or a text.", HelpName = "PATH=VALUE" };
    private readonly Option<int> _limit = new("--limit") { Description = "How many at most, 1 to 1000.", HelpName = "N", DefaultValueFactory = _ => 100 };
    private readonly Option<string?> _after = new("--after") { Description = "Go on where the list before ended.", HelpName = "CURSOR" };

    public ListCommand(Terminal terminal)
        : base(terminal, "list", "Finds instances of a running host: all that is given must hold.")
    {
        _status.AcceptOnlyFromAmong("active", "done", "error", "stopped");
        foreach (var option in new Option[] { _machine, _pinned, _status, _state, _tag, _context, _limit, _after })
        {
            Options.Add(option);
        }
    }

    public override IReadOnlyList<Example> Examples =>
    [
        new("stator list", "All of them"),
        new("stator list --machine order --state order.awaitingPayment --context total=30", "Orders of 30 that wait for their payment"),
    ];

    protected override async Task<int> RunAsync(IMachineClient client, ParseResult parsed, CancellationToken cancellation)
    {
        var page = await client.FindAsync(
            new()
            {
                Machine = parsed.GetValue(_machine),
                Version = parsed.GetValue(_pinned),
                Status = parsed.GetValue(_status) is { } status ? SnapshotStatusText.Parse(status) : null,
                State = parsed.GetValue(_state),
                Tag = parsed.GetValue(_tag),
                Context = [.. (parsed.GetValue(_context) ?? []).Select(Condition)],
                Limit = parsed.GetValue(_limit),
                After = parsed.GetValue(_after),
            },
            cancellation);
        Print(
            parsed,
            () => ObjectValue.Of(("instances", ListValue.Of([.. page.Instances.Select(SnapshotText.Data)])), ("next", page.Next)),
            () => page.Instances.IsEmpty ? ["no instance is like that"]
                : page.Next is { } next ? [.. Table(page), $"There are more: --after {next}"]
                : Table(page));
        return ExitCode.Ok;
    }

    private static IEnumerable<string> Table(InstancePage page) => TextTable.Lines(SnapshotText.Head, page.Instances.Select(SnapshotText.Row));

    private static KeyValuePair<string, Value> Condition(string text) => text.IndexOf('=', StringComparison.Ordinal) is > 0 and var at
        ? new(text[..at], QueryValues.Literal(text[(at + 1)..]))
        : throw new UserErrorException($"--context {text}: write PATH=VALUE, as in --context total=30.");
}
