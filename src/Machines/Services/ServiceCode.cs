using System.Runtime.CompilerServices;
using Stator.Statecharts;
using Stator.Statecharts.Authoring;

namespace Stator.Machines.Services;

/// <summary>Finds the code that a machine, or one of its children, was bound to.</summary>
public static class ServiceCode
{
    private static readonly ConditionalWeakTable<Delegate, BoundService> Bound = [];

    /// <summary>The service that a machine's logic brings; null where it brings none of that name.</summary>
    /// <param name="root">The version the instance is pinned to.</param>
    /// <param name="askedBy">The id of the child machine that asks; null for the machine itself.</param>
    /// <param name="source">The <c>src</c>.</param>
    public static BoundService? FindService(MachineDefinition root, string? askedBy, string source)
    {
        ArgumentNullException.ThrowIfNull(root);
        return All(root).Where(m => Is(m, root, askedBy)).Select(m => m.Logic.Services.GetValueOrDefault(source)).FirstOrDefault(f => f is not null) is { } function
            ? Bound.GetValue(function, f => new(source, f))
            : null;
    }

    /// <summary>The action that a machine's logic brings; null where it brings none of that name.</summary>
    /// <param name="root">The version the instance is pinned to.</param>
    /// <param name="askedBy">The id of the child machine that asks; null for the machine itself.</param>
    /// <param name="type">The action's name.</param>
    public static BoundAction? FindAction(MachineDefinition root, string? askedBy, string type)
    {
        ArgumentNullException.ThrowIfNull(root);
        return All(root).Where(m => Is(m, root, askedBy)).Select(m => m.Logic.Actions.GetValueOrDefault(type)).FirstOrDefault(a => a is not null);
    }

    private static bool Is(MachineDefinition machine, MachineDefinition root, string? askedBy) =>
        askedBy is null ? ReferenceEquals(machine, root) : machine.Id == askedBy;

    /// <summary>The machine and all that may be its children, nearest first; machines may be children of each other.</summary>
    private static IEnumerable<MachineDefinition> All(MachineDefinition root)
    {
        var seen = new HashSet<MachineDefinition>(ReferenceEqualityComparer.Instance) { root };
        var left = new Queue<MachineDefinition>(seen);
        while (left.TryDequeue(out var machine))
        {
            yield return machine;
            foreach (var child in machine.Logic.Machines.Values.Where(seen.Add))
            {
                left.Enqueue(child);
            }
        }
    }
}
