using Stator.Statecharts.Authoring;

namespace Stator.Machines.Services;

/// <summary>The code that a host has for the names in its machines. It is there before the host starts, and stays as it is.</summary>
public sealed class MachineCode
{
    private readonly ILookup<string, MachineLogic> _logic;
    private readonly Dictionary<(string? Machine, string Name), BoundService> _services = [];

    /// <summary>The code of a host.</summary>
    /// <param name="logic">Logic, each for one machine; of two that bind the same name the later one holds.</param>
    /// <param name="services">Services, for one machine or for all.</param>
    /// <exception cref="ArgumentException">Two services have the same name for the same machine, or logic brings machines of its own.</exception>
    public MachineCode(IEnumerable<LogicBinding> logic, IEnumerable<BoundService> services)
    {
        ArgumentNullException.ThrowIfNull(logic);
        ArgumentNullException.ThrowIfNull(services);
        var all = logic.ToList();
        if (all.Find(l => l.Logic.Machines.Count > 0) is { } withMachines)
        {
            throw new ArgumentException(
                $"The logic of '{withMachines.Machine}' brings child machines. Publish them instead: an instance is pinned to the versions of its children, too.");
        }

        _logic = all.ToLookup(l => l.Machine, l => l.Logic, StringComparer.Ordinal);
        foreach (var service in services)
        {
            if (service.Name == InvocationStart.External)
            {
                throw new ArgumentException($"No service may be added as '{service.Name}': that is completed by somebody outside. Give it another name.");
            }

            if (!_services.TryAdd((service.Options.Machine, service.Name), service))
            {
                throw new ArgumentException($"The service '{service.Name}' was added twice{(service.Options.Machine is { } machine ? $" for '{machine}'" : "")}.");
            }
        }
    }

    /// <summary>No code.</summary>
    public static MachineCode None { get; } = new([], []);

    /// <summary>The service that was added for a machine, or for all; null where there is none. A service of the machine's logic goes before it.</summary>
    public BoundService? FindService(string machine, string source) => _services.GetValueOrDefault((machine, source)) ?? _services.GetValueOrDefault((null, source));

    /// <summary>Whether a machine has logic that may bring services.</summary>
    public bool HasLogic(string machine) => _logic.Contains(machine);

    /// <summary>This code, and a service beneath it for those that have none of that name.</summary>
    public MachineCode With(BoundService service)
    {
        ArgumentNullException.ThrowIfNull(service);
        return _services.ContainsKey((service.Options.Machine, service.Name))
            ? this
            : new(_logic.SelectMany(l => l.Select(logic => new LogicBinding(l.Key, logic))), [.. _services.Values, service]);
    }

    /// <summary>The logic of a machine, in the order it was added.</summary>
    internal IEnumerable<MachineLogic> LogicOf(string machine) => _logic[machine];

    /// <summary>Whether the host runs a source for a machine, besides what its logic brings.</summary>
    internal bool Runs(string machine, string source) => source == InvocationStart.External || FindService(machine, source) is not null;
}

/// <summary>Logic for one machine.</summary>
/// <param name="Machine">The machine's id.</param>
/// <param name="Logic">The logic.</param>
public sealed record LogicBinding(string Machine, MachineLogic Logic);
