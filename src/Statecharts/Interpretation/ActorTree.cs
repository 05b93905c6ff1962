using Stator.Statecharts.Snapshots;

namespace Stator.Statecharts.Interpretation;

/// <summary>Opens child machines for work, and finds who in the tree owns a timer or invocation.</summary>
internal static class ActorTree
{
    /// <summary>The child machine as an actor.</summary>
    public static Actor Open(Actor parent, Child child)
    {
        if (child.Actor is { } open)
        {
            return open;
        }

        var actor = new Actor();
        if (child.Record.Child is { } snapshot)
        {
            actor.Load(snapshot);
        }
        else
        {
            actor.Begin(child.Machine!);
        }

        actor.Parent = parent;
        actor.Self = child;
        actor.Path = $"{parent.Path}/{child.Record.Id.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}";
        child.Actor = actor;
        return actor;
    }

    public static Actor? FindTimerOwner(Actor root, long number) =>
        Find(root, actor => actor.HasTimers && actor.Timers.Exists(t => t.Number == number));

    public static Actor? FindInvocationOwner(Actor root, long number) =>
        Find(root, actor => actor.HasChildren && actor.Children.Exists(c => c.Record.Number == number));

    private static Actor? Find(Actor actor, Func<Actor, bool> owns)
    {
        if (owns(actor))
        {
            return actor;
        }

        if (!actor.HasChildren)
        {
            return null;
        }

        foreach (var child in actor.Children)
        {
            if (child.IsMachine && Find(Open(actor, child), owns) is { } owner)
            {
                return owner;
            }
        }

        return null;
    }
}
