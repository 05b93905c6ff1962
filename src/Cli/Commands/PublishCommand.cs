using System.CommandLine;
using System.Text;
using Stator.Cli.Documents;
using Stator.Cli.Remote;
using Stator.Machines;
using Stator.Statecharts.Data;

namespace Stator.Cli.Commands;

/// <summary><c>stator publish</c>: machines for a running host.</summary>
internal sealed class PublishCommand : HostCommand
{
    private readonly Argument<string[]> _files = FilesArgument("Machines in JSON or YAML; '-' reads one from standard input.");

    public PublishCommand(Terminal terminal)
        : base(terminal, "publish", "Publishes machines on a running host. Instances keep the version they began with; new ones get the newest.") => Arguments.Add(_files);

    public override IReadOnlyList<Example> Examples =>
    [
        new("stator publish order.machine.json", "One machine"),
        new("stator publish *.machine.json", "All machines of a folder"),
    ];

    protected override async Task<int> RunAsync(IMachineClient client, ParseResult parsed, CancellationToken cancellation)
    {
        // All are read first: a file that cannot be keeps the others from being published.
        var documents = parsed.GetRequiredValue(_files).Select(Read).ToList();
        if (documents.Contains(null))
        {
            return ExitCode.Failed;
        }

        var receipts = new List<PublishReceipt>();
        foreach (var document in documents)
        {
            receipts.Add(await client.Definitions.PublishAsync(document!.Machine, document.Json, cancellation));
        }

        Print(parsed, () => ListValue.Of([.. receipts.Select(Data)]), () => receipts.SelectMany(Lines));
        return ExitCode.Ok;
    }

    /// <summary>The machine as JSON; null where it has errors, which are printed.</summary>
    private Document? Read(string name)
    {
        var file = InputFile.Read(Terminal, name);
        var machine = MachineFile.Parse(file);
        if (machine.Definition is not { } definition)
        {
            machine.Print(Terminal, machine.Diagnostics);
            return null;
        }

        return new(definition.Id, file.IsYaml ? Encoding.UTF8.GetBytes(machine.Yaml!.Value!.Value.ToString()) : file.Bytes);
    }

    private static IEnumerable<string> Lines(PublishReceipt receipt) =>
    [
        $"{receipt.Definition.Machine}: version {receipt.Definition.Version} {(receipt.IsNew ? "is published" : "was there already, with this content")}",
        .. receipt.Warnings.Select(w => $"  {w}"),
    ];

    private static Value Data(PublishReceipt receipt) => ObjectValue.Of(
        ("machine", receipt.Definition.Machine),
        ("version", receipt.Definition.Version),
        ("hash", receipt.Definition.Hash),
        ("isNew", receipt.IsNew),
        ("warnings", ListValue.Of([.. receipt.Warnings.Select(w => DiagnosticText.Data(receipt.Definition.Machine, w))])));

    private sealed record Document(string Machine, byte[] Json);
}
