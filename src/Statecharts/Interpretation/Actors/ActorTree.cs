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
            actor.Load(snapshot, snapshot.Definition);
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

    /// <summary>Who has the timer pending; null where nobody has.</summary>
    public static Actor? FindTimerOwner(Actor root, long number) => Find(root, s => s.Timers.Any(t => t.Number == number));

    /// <summary>Whose invocation it is; null where nobody has it any more.</summary>
    public static Actor? FindInvocationOwner(Actor root, long number) => Find(root, s => s.Invocations.Any(i => i.Number == number));

    /// <summary>Looks through snapshots, and opens only the actors on the way to what it finds.</summary>
    private static Actor? Find(Actor actor, Func<Snapshot, bool> owns)
    {
        if (actor.Before is not { } snapshot || !IsBelow(snapshot, owns))
        {
            return null;
        }

        return owns(snapshot)
            ? actor
            : actor.Children.Where(c => c.Record.Child is not null).Select(c => Find(Open(actor, c), owns)).FirstOrDefault(a => a is not null);
    }

    private static bool IsBelow(Snapshot snapshot, Func<Snapshot, bool> owns) =>
        owns(snapshot) || snapshot.Invocations.Any(i => i.Child is { } child && IsBelow(child, owns));
}
