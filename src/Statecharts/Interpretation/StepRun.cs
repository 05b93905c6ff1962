using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Stator.Statecharts.Effects;
using Stator.Statecharts.Expressions;

namespace Stator.Statecharts.Interpretation;

/// <summary>What all actors of one step share: the time, the effects and microsteps so far, and what is left of the limits.</summary>
internal sealed class StepRun
{
    [ThreadStatic]
    private static StepRun? _idle;

    private readonly List<Effect> _effects = [];
    private readonly List<Microstep> _microsteps = [];

    private int _remainingMicrosteps;
    private int _remainingMacrosteps;

    /// <summary>The machine itself; reused from step to step.</summary>
    public readonly Actor Root = new();

    public readonly EvaluationScope Scope = new();

    /// <summary>Room for the transitions that a selection finds.</summary>
    public readonly List<Transition> Enabled = [];

    /// <summary>The plan of what was selected last, where selection already knew it.</summary>
    public MicrostepPlan? SelectedPlan;

    /// <summary>Who watches this step; null where nobody does.</summary>
    public IStepObserver? Observer;

    /// <summary>Milliseconds since the Unix epoch.</summary>
    public long NowMs { get; private set; }

    /// <summary>The last number given to a timer or invocation.</summary>
    public long LastNumber { get; private set; }

    public static StepRun Rent(MachineDefinition definition, DateTimeOffset now, long lastNumber)
    {
        var run = _idle ?? new StepRun();
        _idle = null;
        run.NowMs = now.ToUnixTimeMilliseconds();
        run.LastNumber = lastNumber;
        run._remainingMicrosteps = definition.Options.MaxMicrosteps;
        run._remainingMacrosteps = definition.Options.MaxMicrosteps;
        run.Scope.RemainingCost = definition.Options.MaxExpressionCost;
        return run;
    }

    /// <summary>Makes the run available to the next step on this thread.</summary>
    public void Return()
    {
        _effects.Clear();
        _microsteps.Clear();
        Enabled.Clear();
        Scope.Input = default;
        Observer = null;
        _idle = this;
    }

    /// <summary>Lets expressions see this actor, as it is now, and this event.</summary>
    public void Bind(Actor actor, Event @event)
    {
        Scope.Context = actor.Context;
        Scope.Event = @event;
        Scope.States = actor;
    }

    public ImmutableArray<Effect> TakeEffects() => _effects.Count == 0 ? [] : ImmutableCollectionsMarshal.AsImmutableArray(_effects.ToArray());

    public ImmutableArray<Microstep> TakeMicrosteps() =>
        _microsteps.Count == 0 ? [] : ImmutableCollectionsMarshal.AsImmutableArray(_microsteps.ToArray());

    public long NextNumber() => ++LastNumber;

    public void Add(Effect effect) => _effects.Add(effect);

    public void Add(Actor actor, Event @event, MicrostepPlan plan)
    {
        if (--_remainingMicrosteps < 0)
        {
            throw Exceeded(actor, "microsteps", "A cycle of 'always' transitions or raised events without a guard that ends it");
        }

        _microsteps.Add(new(actor.Path, @event, plan));
    }

    /// <summary>Counts an event that machine and children sent among themselves: they could go on for ever.</summary>
    public void ChargeMacrostep(Actor actor)
    {
        if (--_remainingMacrosteps < 0)
        {
            throw Exceeded(actor, "events between a machine and its children", "A machine that sends to itself, or answers its child, each time");
        }
    }

    private static StepFaultException Exceeded(Actor actor, string what, string cause) => new(new(
        FaultCode.MicrostepsExceeded,
        $"'{actor.Definition.Id}' did not become stable within {actor.Definition.Options.MaxMicrosteps} {what}, the limit of "
        + $"'options.maxMicrosteps'. {cause} is the usual cause."));
}
