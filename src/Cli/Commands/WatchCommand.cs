using System.CommandLine;
using Stator.Cli.Remote;
using Stator.Machines;

namespace Stator.Cli.Commands;

/// <summary><c>stator watch</c>: each turn of an instance as it happens.</summary>
internal sealed class WatchCommand : HostCommand
{
    private readonly Argument<string> _machine;
    private readonly Argument<string> _key;
    private readonly Option<long> _after = new("--after") { Description = "Begin after this turn. By default with the first.", HelpName = "N" };
    private readonly Option<int?> _count = new("--count") { Description = "End after so many turns. By default it goes on until Ctrl-C, or until the instance is disposed of.", HelpName = "N" };

    public WatchCommand(Terminal terminal)
        : base(terminal, "watch", "Prints the turns of an instance of a running host: those it has had, then each one as it happens. Ctrl-C ends it.")
    {
        (_machine, _key) = AddressArguments();
        Arguments.Add(_machine);
        Arguments.Add(_key);
        Options.Add(_after);
        Options.Add(_count);
    }

    public override IReadOnlyList<Example> Examples => [new("stator watch light hall --count 2", "Its first two turns; without --count all that come")];

    protected override async Task<int> RunAsync(IMachineClient client, ParseResult parsed, CancellationToken cancellation)
    {
        var address = new MachineAddress(parsed.GetRequiredValue(_machine), parsed.GetRequiredValue(_key));
        var left = parsed.GetValue(_count) ?? int.MaxValue;
        await foreach (var turn in client.WatchAsync(address, parsed.GetValue(_after), cancellation))
        {
            // One turn a line also as JSON, so that a program reads each as it comes.
            await Terminal.Out.WriteLineAsync(IsJson(parsed) ? TurnText.Data(turn).ToString() : TurnText.Line(turn));
            await Terminal.Out.FlushAsync(cancellation);
            if (--left <= 0)
            {
                break;
            }
        }

        return ExitCode.Ok;
    }
}
