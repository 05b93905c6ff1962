using System.CommandLine;
using Stator.Cli.Remote;
using Stator.Machines;
using Stator.Statecharts.Data;

namespace Stator.Cli.Commands;

/// <summary><c>stator delete</c>: disposes of an instance.</summary>
internal sealed class DeleteCommand : HostCommand
{
    private readonly Argument<string> _machine;
    private readonly Argument<string> _key;

    public DeleteCommand(Terminal terminal)
        : base(terminal, "delete", "Disposes of an instance of a running host: what runs for it is stopped. Its history stays for the retention time.")
    {
        (_machine, _key) = AddressArguments();
        Arguments.Add(_machine);
        Arguments.Add(_key);
    }

    public override IReadOnlyList<Example> Examples => [new("stator delete light cellar", "One instance")];

    protected override async Task<int> RunAsync(IMachineClient client, ParseResult parsed, CancellationToken cancellation)
    {
        var address = new MachineAddress(parsed.GetRequiredValue(_machine), parsed.GetRequiredValue(_key));
        await client.RemoveAsync(address, caller: null, cancellation);
        Print(parsed, () => ObjectValue.Of(("deleted", address.ToString())), () => [$"{address} is disposed of"]);
        return ExitCode.Ok;
    }
}
