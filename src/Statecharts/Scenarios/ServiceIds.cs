using Stator.Statecharts.Snapshots;
using Stator.Statecharts.Validation;

namespace Stator.Statecharts.Scenarios;

/// <summary>The ids that services of a machine and its children have, now or ever.</summary>
internal static class ServiceIds
{
    /// <summary>Whether a service or child could come to have the id: a service that is over is completed in vain, one that cannot be is a slip.</summary>
    public static bool MayHave(MachineDefinition root, string id)
    {
        var visited = new HashSet<MachineDefinition> { root };
        var open = new Queue<MachineDefinition>(visited);
        while (open.TryDequeue(out var definition))
        {
            // A spawn without an id gets one that only the run knows.
            var ids = new ChildIds(definition);
            if (!ids.AreAllKnown || ids.Contains(id) || definition.Actions().OfType<SpawnAction>().Any(s => s.Id is null))
            {
                return true;
            }

            foreach (var child in definition.Sources().Select(s => definition.Logic.FindMachine(s.Source)).OfType<MachineDefinition>().Where(visited.Add))
            {
                open.Enqueue(child);
            }
        }

        return false;
    }

    /// <summary>The ids of what has not ended, of children too.</summary>
    public static IEnumerable<string> Pending(Snapshot snapshot) => snapshot.Invocations
        .Where(i => !i.IsSettled)
        .SelectMany(i => i.Child is { } child ? Pending(child) : [i.Id]);
}
