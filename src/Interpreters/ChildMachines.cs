using Stator.Statecharts;

namespace Stator.Interpreters;

/// <summary>Finds the definitions of child machines.</summary>
internal static class ChildMachines
{
    /// <summary>The machine, among those that a definition binds at any depth, whose root this is.</summary>
    public static MachineDefinition FindByRoot(MachineDefinition definition, StateNode root) =>
        All(definition).First(d => ReferenceEquals(d.Root, root));

    private static IEnumerable<MachineDefinition> All(MachineDefinition definition) =>
        definition.Logic.Machines.Values.SelectMany(All).Prepend(definition);
}
