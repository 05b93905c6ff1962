using System.Threading;

namespace Stator.Statecharts.Interpretation;

/// <summary>The microstep plans known for one configuration, by the transitions that were enabled. Bounded; copied on write.</summary>
internal sealed class PlanTable
{
    private const int Capacity = 64;

    private MicrostepPlan[] _plans = [];

    public MicrostepPlan? Find(ReadOnlySpan<Transition> enabled)
    {
        foreach (var plan in _plans)
        {
            if (plan.IsFor(enabled))
            {
                return plan;
            }
        }

        return null;
    }

    public void Add(MicrostepPlan plan)
    {
        // A plan lost in a race is only worked out again.
        var plans = _plans;
        if (plans.Length < Capacity)
        {
            Volatile.Write(ref _plans, [.. plans, plan]);
        }
    }
}
