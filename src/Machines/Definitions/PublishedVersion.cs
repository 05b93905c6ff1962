using System.Collections.Frozen;
using Stator.Machines.Stores;
using Stator.Statecharts;
using Stator.Statecharts.Authoring;
using Stator.Statecharts.Data;
using Stator.Statecharts.Parsing;

namespace Stator.Machines.Definitions;

/// <summary>A published version, read and bound when it is first used, then shared by all its instances.</summary>
internal sealed class PublishedVersion
{
    private readonly Lazy<ParseResult> _bound;

    /// <param name="record">What the store has.</param>
    /// <param name="findChild">Finds the pinned version of a child machine.</param>
    public PublishedVersion(DefinitionRecord record, Func<string, string, MachineDefinition?> findChild)
    {
        Record = record;
        _bound = new(() => Bind(record, findChild));
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

    /// <summary>Binds a machine to its children; everything else it names must be in its document.</summary>
    public static ParseResult Bind(MachineDefinition definition, IEnumerable<KeyValuePair<string, MachineDefinition>> children) =>
        Binder.Bind(definition, new BoundLogic { Machines = children.ToFrozenDictionary(StringComparer.Ordinal) }, requireActions: true);

    private static ParseResult Bind(DefinitionRecord record, Func<string, string, MachineDefinition?> findChild)
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
        return Bind(definition, children);
    }
}
