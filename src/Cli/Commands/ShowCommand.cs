using System.CommandLine;
using Stator.Cli.Remote;
using Stator.Machines;

namespace Stator.Cli.Commands;

/// <summary><c>stator show</c>: an instance as it is, or was.</summary>
internal sealed class ShowCommand : HostCommand
{
    private readonly Argument<string> _machine;
    private readonly Argument<string> _key;
    private readonly Option<long?> _at = new("--at") { Description = "As it was right after this turn.", HelpName = "N" };

    public ShowCommand(Terminal terminal)
        : base(terminal, "show", "Shows an instance of a running host: its state, its context, what it waits for.")
    {
        (_machine, _key) = AddressArguments();
        Arguments.Add(_machine);
        Arguments.Add(_key);
        Options.Add(_at);
    }

    public override IReadOnlyList<Example> Examples =>
    [
        new("stator show light hall", "As it is now"),
        new("stator show light hall --at 1 --json", "As it was after its first turn, for a program to read"),
    ];

    protected override async Task<int> RunAsync(IMachineClient client, ParseResult parsed, CancellationToken cancellation)
    {
        var snapshot = await client.GetSnapshotAsync(
            new(parsed.GetRequiredValue(_machine), parsed.GetRequiredValue(_key)), parsed.GetValue(_at), cancellation);
        Print(parsed, () => SnapshotText.Data(snapshot), () => SnapshotText.Lines(snapshot));
        return ExitCode.Ok;
    }
}
