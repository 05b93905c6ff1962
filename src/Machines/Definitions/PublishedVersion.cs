using Stator.Machines.Services;
using Stator.Machines.Stores;
using Stator.Statecharts;
using Stator.Statecharts.Data;
using Stator.Statecharts.Parsing;

namespace Stator.Machines.Definitions;

/// <summary>A published version, read and bound when it is first used, then shared by all its instances.</summary>
internal sealed class PublishedVersion
{
    private readonly Lazy<ParseResult> _bound;

    /// <param name="record">What the store has.</param>
    /// <param name="findChild">Finds the pinned version of a child machine.</param>
    /// <param name="code">The host's code.</param>
    public PublishedVersion(DefinitionRecord record, Func<string, string, MachineDefinition?> findChild, MachineCode code)
    {
        Record = record;
        _bound = new(() => Bind(record, findChild, code));
    }

    public DefinitionRecord Record { get; }

    public PublishedDefinition Published => new(
        Record.Machine, Record.Version, Record.Hash, DateTimeOffset.FromUnixTimeMilliseconds(Record.PublishedAtMs), Record.Document)
    {
        Definition = () => Definition,
    };

    /// <summary>The machine. Throws a refusal where this build cannot run it, though the one that published it could.</summary>
    public MachineDefinition Definition => _bound.Value.Definition ?? throw new RequestRefusedException(new(
        RequestFaultCode.DefinitionMissing,
        $"Version '{Record.Version}' of '{Record.Machine}' cannot be used by this host: {_bound.Value.Diagnostics.FirstOrDefault(d => d.Severity == DiagnosticSeverity.Error)}")
    {
        Diagnostics = _bound.Value.Diagnostics,
    });

    /// <summary>The machine; null where this build cannot run it.</summary>
    public MachineDefinition? Usable => _bound.Value.Definition;

    private static ParseResult Bind(DefinitionRecord record, Func<string, string, MachineDefinition?> findChild, MachineCode code)
    {
        var parsed = MachineParser.Parse(record.Document);
        if (parsed.Definition is not { } definition)
        {
            return parsed;
        }

        var children = Value.Parse(record.Children.Span).AsObject
            .Select(pin => KeyValuePair.Create(pin.Key, findChild(pin.Key, pin.Value.AsString)))
            .Where(pin => pin.Value is not null)
            .Select(pin => KeyValuePair.Create(pin.Key, pin.Value!));
        return CodeBinding.Bind(definition, children, code);
    }
}
