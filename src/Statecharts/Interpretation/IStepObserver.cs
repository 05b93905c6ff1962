namespace Stator.Statecharts.Interpretation;

/// <summary>Watches a step from inside, for what its result does not tell. It must not change anything.</summary>
public interface IStepObserver
{
    /// <summary>The guard of a transition was evaluated.</summary>
    /// <param name="actor">Whose; see <see cref="Effects.Effect.Actor"/>.</param>
    /// <param name="transition">The transition it guards.</param>
    /// <param name="holds">Whether it holds.</param>
    void GuardEvaluated(string actor, Transition transition, bool holds);
}
