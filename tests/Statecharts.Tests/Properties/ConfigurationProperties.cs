using Stator.Statecharts;
using Stator.Statecharts.Interpretation;
using Stator.Statecharts.Snapshots;

namespace Stator.Statecharts.Tests.Properties;

public sealed class ConfigurationProperties
{
    [Fact]
    public void The_configuration_is_legal_after_each_step_and_each_microstep() => Law.Holds(trial =>
    {
        foreach (var turn in new Course(trial).Turns())
        {
            foreach (var step in turn.Result.Microsteps)
            {
                AssertLegal(step.Plan.Next);
            }

            AssertLegal(turn.Result.Snapshot);
        }
    });

    [Fact]
    public void A_microstep_leaves_what_was_active_enters_what_was_not_and_the_rest_stays() => Law.Holds(trial =>
    {
        foreach (var turn in new Course(trial).Turns().Where(t => t.Result.Fault is null))
        {
            var active = new Dictionary<string, HashSet<StateNode>>();
            Collect(turn.Before, "", active);
            foreach (var step in turn.Result.Microsteps)
            {
                var before = step.Event.Type == "xstate.init" && step.Transitions.IsEmpty ? [] : active[step.Actor];
                AssertConsistent(step, before);
                active[step.Actor] = [.. step.Plan.Next.Nodes];
            }

            Assert.True(turn.Result.Microsteps.All(s => s.Actor.Length > 0) || turn.Result.Snapshot!.Configuration.Nodes.ToHashSet().SetEquals(active[""]));
        }
    });

    private static void AssertConsistent(Microstep step, HashSet<StateNode> before)
    {
        var exits = step.ExitSet.ToHashSet();
        var entries = step.EntrySet.ToList();
        Assert.True(exits.IsSubsetOf(before), $"{step.Event}: left what was not active");
        Assert.Equal(step.ExitSet.OrderByDescending(n => n.Order), step.ExitSet);
        Assert.Equal(entries.OrderBy(n => n.Order), entries);
        var next = before.Except(exits).ToHashSet();
        Assert.All(entries, n => Assert.True(next.Add(n), $"{step.Event}: entered {n}, which was active"));
        Assert.True(next.SetEquals(step.Plan.Next.Nodes), $"{step.Event}: before - exit + entry is not what follows");
    }

    /// <summary>What is active in the machine and, by the paths that microsteps carry, in its children.</summary>
    private static void Collect(Snapshot? snapshot, string path, Dictionary<string, HashSet<StateNode>> active)
    {
        if (snapshot is null)
        {
            return;
        }

        active[path] = [.. snapshot.Configuration.Nodes];
        foreach (var invocation in snapshot.Invocations)
        {
            Collect(invocation.Child, $"{path}/{invocation.Id}", active);
        }
    }

    private static void AssertLegal(Snapshot? snapshot)
    {
        if (snapshot is null)
        {
            return;
        }

        AssertLegal(snapshot.Configuration);
        foreach (var invocation in snapshot.Invocations)
        {
            AssertLegal(invocation.Child);
        }
    }

    private static void AssertLegal(Configuration configuration)
    {
        var active = configuration.Nodes.ToHashSet();
        Assert.Single(active, n => n.Parent is null);
        foreach (var node in active)
        {
            Assert.True(node.Parent is null || active.Contains(node.Parent), $"{node} is active, its parent is not");
            Assert.NotEqual(StateType.History, node.Type);
            var children = node.Children.Count(c => c.Type != StateType.History);
            var expected = node.Type switch { StateType.Compound => 1, StateType.Parallel => children, _ => 0 };
            Assert.True(node.Children.Count(active.Contains) == expected, $"{node} has {node.Children.Count(active.Contains)} active children, not {expected}");
        }
    }
}
