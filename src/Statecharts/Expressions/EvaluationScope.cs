using Stator.Statecharts.Data;

namespace Stator.Statecharts.Expressions;

/// <summary>
/// What an expression sees: the variables, the active states, and the cost it may still spend. One scope serves a whole macrostep, so
/// that the cost limit holds for the macrostep.
/// </summary>
internal sealed class EvaluationScope
{
    /// <summary>The context of the machine.</summary>
    public Value Context;

    /// <summary>The event that is being handled.</summary>
    public Event Event = Event.Init;

    /// <summary>The input of the machine; only while the initial context is built.</summary>
    public Value Input;

    /// <summary>Answers <c>inState(…)</c> and the guard <c>stateIn</c>.</summary>
    public IActiveStates? States;

    /// <summary>What may still be spent; an evaluation that would take it below zero fails.</summary>
    public long RemainingCost = long.MaxValue;

    /// <summary>The variables of comprehensions, by slot; sized by the expression that needs them.</summary>
    public Value[] Locals = [];

    /// <summary>Pays for work in proportion to data. False where the cost limit is reached.</summary>
    public bool Spend(long cost) => (RemainingCost -= cost) >= 0;
}
