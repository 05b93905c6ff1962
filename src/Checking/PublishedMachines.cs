using Stator.Machines.Stores;
using Stator.Statecharts;
using Stator.Statecharts.Authoring;
using Stator.Statecharts.Data;
using Stator.Statecharts.Parsing;

namespace Stator.Checking;

/// <summary>The machines of a store, read and bound apart from the hosts that published them.</summary>
internal sealed class PublishedMachines
{
    /// <summary>Nothing runs here, so whoever a service is of, somebody runs it.</summary>
    private static readonly BindOptions Options = new() { HostRuns = static _ => true };

    private readonly Dictionary<(string Machine, string Version), DefinitionRecord> _records;
    private readonly Dictionary<(string Machine, string Version), MachineDefinition> _bound = [];
    private readonly Func<string, MachineLogic> _logic;

    private PublishedMachines(IEnumerable<DefinitionRecord> records, Func<string, MachineLogic> logic)
    {
        _records = records.ToDictionary(r => (r.Machine, r.Version));
        _logic = logic;
    }

    public static async Task<PublishedMachines> LoadAsync(IDefinitionStore store, Func<string, MachineLogic> logic, CancellationToken cancellation) =>
        new(await store.LoadAsync(cancellation).ConfigureAwait(false), logic);

    /// <summary>The machine, or null where it is not in the store.</summary>
    public MachineDefinition? Find(string machine, string version)
    {
        if (!_bound.TryGetValue((machine, version), out var definition) && _records.TryGetValue((machine, version), out var record))
        {
            _bound[(machine, version)] = definition = Bind(record);
        }

        return definition;
    }

    /// <summary>Children are bound to the versions they were pinned to.</summary>
    private MachineDefinition Bind(DefinitionRecord record)
    {
        var logic = _logic(record.Machine);
        foreach (var (source, version) in Value.Parse(record.Children.Span).AsObject)
        {
            if (Find(source, version.AsString) is { } child)
            {
                logic.Machine(source, child);
            }
        }

        return MachineParser.Parse(record.Document).Required.Bind(logic, Options);
    }
}
