using System.Collections.Immutable;
using Stator.Statecharts.Expressions;

namespace Stator.Statecharts;

/// <summary>A condition as written in a chart. This file is the closed list of them.</summary>
/// <param name="Place">Where it stands in the document.</param>
public abstract record Guard(Place Place);

/// <summary><c>{"@expr": …}</c>.</summary>
public sealed record ExpressionGuard(Expression Expression, Place Place) : Guard(Place);

/// <summary>A guard bound by name to code.</summary>
public sealed record NamedGuard(string Name, Template? Params, Place Place) : Guard(Place);

/// <summary>A guard of the machine's own <c>guards</c> map.</summary>
public sealed record MappedGuard(string Name, GuardEntry Entry, Place Place) : Guard(Place);

/// <summary><c>and</c>: all hold.</summary>
public sealed record AndGuard(ImmutableArray<Guard> Guards, Place Place) : Guard(Place);

/// <summary><c>or</c>: one holds.</summary>
public sealed record OrGuard(ImmutableArray<Guard> Guards, Place Place) : Guard(Place);

/// <summary><c>not</c>: it does not hold.</summary>
public sealed record NotGuard(Guard Inner, Place Place) : Guard(Place);

/// <summary><c>stateIn</c>: the state is active.</summary>
public sealed record StateInGuard(StateNode State, Place Place) : Guard(Place);

/// <summary>One entry of the machine's <c>guards</c> map; shared by all who name it.</summary>
public sealed class GuardEntry
{
    /// <summary>What the name stands for. Set while the definition is built.</summary>
    public Guard When { get; internal set; } = null!;
}
