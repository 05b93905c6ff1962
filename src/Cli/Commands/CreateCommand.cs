using System.CommandLine;
using Stator.Cli.Remote;
using Stator.Cli.Simulation;
using Stator.Machines;

namespace Stator.Cli.Commands;

/// <summary><c>stator create</c>: a new instance.</summary>
internal sealed class CreateCommand : HostCommand
{
    private readonly Argument<string> _machine;
    private readonly Argument<string> _key;
    private readonly Option<string?> _input = new("--input") { Description = "The machine's input.", HelpName = "JSON" };
    private readonly Option<string?> _pin = new("--pin") { Description = "The version to pin it to. By default the newest.", HelpName = "VERSION" };

    public CreateCommand(Terminal terminal)
        : base(terminal, "create", "Creates an instance on a running host.")
    {
        (_machine, _key) = AddressArguments();
        Arguments.Add(_machine);
        Arguments.Add(_key);
        Options.Add(_input);
        Options.Add(_pin);
    }

    public override IReadOnlyList<Example> Examples =>
        [new("stator create order 4713 --input '{\"total\": 30}' --pin 1", "An order, on version 1 of its machine")];

    protected override async Task<int> RunAsync(IMachineClient client, ParseResult parsed, CancellationToken cancellation)
    {
        var request = new CreateRequest
        {
            Input = parsed.GetValue(_input) is { } json ? SimulationSetup.ParseJson(json, "--input") : default,
            Version = parsed.GetValue(_pin),
        };
        var receipt = await client.CreateAsync(new(parsed.GetRequiredValue(_machine), parsed.GetRequiredValue(_key)), request, cancellation);
        Print(parsed, () => ReceiptText.Data(receipt), () => ReceiptText.Lines(receipt));
        return ExitCode.Ok;
    }
}
