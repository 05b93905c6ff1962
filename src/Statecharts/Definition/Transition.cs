using System.Collections.Immutable;
using Stator.Statecharts.Data;

namespace Stator.Statecharts;

/// <summary>A transition of a state node.</summary>
public sealed class Transition
{
    internal Transition(StateNode source, string? descriptor)
    {
        Source = source;
        Descriptor = descriptor;
    }

    /// <summary>The node that has the transition.</summary>
    public StateNode Source { get; }

    /// <summary>The event descriptor it listens to; null for <c>always</c>.</summary>
    public string? Descriptor { get; }

    /// <summary>Where it leads; empty for a transition without target, which changes no state.</summary>
    public ImmutableArray<StateNode> Targets { get; internal set; } = [];

    /// <summary>What must hold for it to be taken.</summary>
    public Guard? Guard { get; internal set; }

    /// <summary>What it does, in order; a <c>context</c> patch comes first.</summary>
    public ImmutableArray<ChartAction> Actions { get; internal set; } = [];

    /// <summary>Whether the source is left and entered again even when the target lies within it.</summary>
    public bool Reenter { get; internal set; }

    /// <summary>The author's words about it.</summary>
    public string? Description { get; internal set; }

    /// <summary>The author's data about it.</summary>
    public Value Meta { get; internal set; }

    /// <summary>Place among all transitions of the machine, from 0.</summary>
    public int Order { get; internal set; }

    /// <summary>Where it stands in the document.</summary>
    public Place Place { get; internal set; }

    /// <summary>Whether it does nothing but forbid its event (<c>{}</c>).</summary>
    public bool IsForbidden => Targets.IsEmpty && Actions.IsEmpty;

    /// <inheritdoc/>
    public override string ToString() =>
        $"{Source} --{Descriptor ?? "always"}--> {(Targets.IsEmpty ? "(no target)" : string.Join(", ", Targets))}";
}

/// <summary>The transitions of one node for one event descriptor, tried in order.</summary>
/// <param name="Descriptor">An event's name, <c>prefix.*</c> or <c>*</c>.</param>
/// <param name="Transitions">In document order; may be empty, then the event goes on to the ancestors.</param>
public sealed record EventTransitions(string Descriptor, ImmutableArray<Transition> Transitions)
{
    /// <summary>Where the key stands in the document that they are written under.</summary>
    public Place Place { get; init; }
}

/// <summary>What a compound node enters by default.</summary>
/// <param name="Target">A child; it may be a history node.</param>
/// <param name="Actions">Run after the node's entry actions when the default is taken.</param>
public sealed record InitialTransition(StateNode Target, ImmutableArray<ChartAction> Actions);
