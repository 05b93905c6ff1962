namespace Stator.Statecharts.Interpretation;

/// <summary>SCXML appendix D, <c>removeConflictingTransitions</c>: of two transitions that leave a common node one is dropped.</summary>
internal static class ConflictRemoval
{
    /// <summary>A transition gives way to an earlier one unless its source lies below the earlier one's source.</summary>
    public static IReadOnlyList<Transition> RemoveConflictingTransitions(
        ReadOnlySpan<Transition> enabled, Configuration configuration, TransitionDomains domains)
    {
        var kept = new List<(Transition Transition, HashSet<StateNode> Exits)>();
        foreach (var candidate in enabled)
        {
            var exits = domains.ComputeExitSet(candidate, configuration).ToHashSet();
            var rivals = kept.FindAll(k => k.Exits.Overlaps(exits));
            if (rivals.TrueForAll(r => candidate.Source.IsDescendantOf(r.Transition.Source)))
            {
                kept.RemoveAll(rivals.Contains);
                kept.Add((candidate, exits));
            }
        }

        return [.. kept.Select(k => k.Transition)];
    }
}
