using System.Runtime.ExceptionServices;
using Stator.Statecharts;
using Stator.Statecharts.Authoring;
using Stator.Statecharts.Effects;
using Stator.Statecharts.Interpretation;
using Stator.Statecharts.Snapshots;

namespace Stator.Interpreters;

/// <summary>
/// A turn: decide, perform, adopt. What code does in the world happens between the decision and its adoption, so that an action that
/// throws leaves the machine as it was. The two interpreters differ in how they queue turns and whether they await what actions return.
/// </summary>
public abstract partial class LiveMachine
{
    private bool _dependsOnTime;

    private protected DueTimers Timers { get; }

    private protected Snapshot? Current => _snapshot;

    /// <summary>What the machine would do.</summary>
    /// <param name="stimulus">An event, or one of the other stimuli.</param>
    /// <param name="result">The step; no fault is among them.</param>
    /// <returns>False where the machine takes no notice.</returns>
    private protected bool TryDecide(object stimulus, out StepResult result)
    {
        if (stimulus is StartRequest start)
        {
            return TryStart(start, out result);
        }

        if (!IsRunning || (stimulus is ServiceEnded ended && !IsServiceRunning(ended.Number)))
        {
            result = default;
            return false;
        }

        Announce(stimulus);
        var snapshot = _snapshot!;
        var now = Now();
        result = stimulus switch
        {
            Event e => Statechart.Step(Definition, snapshot, e, now, _observer),
            TimerDue due => Statechart.Fire(Definition, snapshot, due.Number, now, _observer),
            ServiceEnded service => Statechart.Settle(Definition, snapshot, service.Number, service.Outcome, now, _observer),
            _ => Statechart.Stop(Definition, snapshot, now),
        };
        Refuse(result.Fault);
        RefuseSends(result);
        return true;
    }

    /// <summary>Performs one action.</summary>
    /// <returns>What it returned, perhaps a task.</returns>
    private protected object? Perform(PerformAction effect, in StepResult result, CancellationToken cancellation) =>
        FindAction(effect, result)?.Perform(new LogicCall(effect.Context, effect.Event, effect.Params), cancellation);

    /// <summary>Makes the step what is the case, and carries out the rest of its effects.</summary>
    private protected void Adopt(object stimulus, in StepResult result)
    {
        var before = _snapshot;
        var after = result.Snapshot!;
        _snapshot = after;
        if (after.Status == SnapshotStatus.Active && stimulus is Event && !_dependsOnTime && _plugins.Length == 0
            && result.Effects.IsEmpty && _snapshotListeners.IsEmpty)
        {
            return;
        }

        _status = StatusOf(after);
        Account(stimulus, result, before);
        Tell(stimulus, result);
        if (!ReferenceEquals(before, after) || !result.Microsteps.IsEmpty)
        {
            _snapshotListeners.Tell(after);
        }

        if (after.Status != SnapshotStatus.Active)
        {
            TellEnd();
        }

        StartServices(result);
    }

    /// <summary>What fails while nobody waits for it.</summary>
    private protected void ReportUnhandled(Exception failure)
    {
        if (Options.OnUnhandled is { } handler)
        {
            handler(failure);
        }
        else
        {
            ExceptionDispatchInfo.Throw(failure);
        }
    }

    /// <summary>Puts a stimulus behind the one that is being handled.</summary>
    private protected abstract void Queue(object stimulus);

    private protected abstract void OnTimersDue();

    /// <summary>Reading the clock takes longer than a small step, so it is not read where it could not matter.</summary>
    private DateTimeOffset Now() => _dependsOnTime ? Options.TimeProvider.GetUtcNow() : DateTimeOffset.UnixEpoch;

    private bool TryStart(StartRequest start, out StepResult result)
    {
        result = default;
        if (Status != InterpreterStatus.NotStarted)
        {
            return false;
        }

        result = _snapshot is not null
            ? new(_snapshot, [.. RunningServices.In(_snapshot!)], [], null)
            : Statechart.Start(Definition, start.Input, Now(), _observer);
        Refuse(result.Fault);
        RefuseSends(result);
        return true;
    }

    /// <summary>Timers and services first: they must be right even where a listener throws.</summary>
    private void Account(object stimulus, in StepResult result, Snapshot? before)
    {
        switch (stimulus)
        {
            case StartRequest when before is not null:
                // Those that fell due while nobody was there.
                Timers.HandOut(result.Snapshot!).ForEach(Queue);
                break;
            case TimerDue due:
                Timers.Forget(due.Number);
                break;
            case ServiceEnded ended:
                ForgetService(ended.Number);
                break;
        }

        if (_dependsOnTime)
        {
            Timers.Arm(result.Snapshot!);
        }

        foreach (var effect in result.Effects)
        {
            if (effect is StopService stop)
            {
                StopService(stop.Number);
            }
        }
    }

    private static void Refuse(Fault? fault)
    {
        if (fault is null)
        {
            return;
        }

        if (fault.Cause is { } cause)
        {
            ExceptionDispatchInfo.Throw(cause);
        }

        throw new StepRefusedException(fault);
    }

    private void RefuseSends(in StepResult result)
    {
        if (Options.SendToInstance is null && !result.Effects.IsEmpty && result.Effects.OfType<SendEvent>().FirstOrDefault() is { } send)
        {
            throw new StepRefusedException(new(
                FaultCode.ActionFailed,
                $"'{Definition.Id}' sends '{send.Event.Type}' to the instance '{send.Machine}/{send.Key}', but nobody here knows other instances. Set "
                + $"'{nameof(InterpreterOptions)}.{nameof(InterpreterOptions.SendToInstance)}'."));
        }
    }

    /// <summary>A child machine brings its own code. One that came and went within the step is known by its microsteps only.</summary>
    private BoundAction? FindAction(PerformAction effect, in StepResult result)
    {
        var definition = effect.Actor.Length == 0
            ? Definition
            : (result.Snapshot!.FindActor(effect.Actor) ?? _snapshot?.FindActor(effect.Actor))?.Definition
                ?? ChildMachines.FindByRoot(Definition, result.Microsteps.First(m => m.Actor == effect.Actor).Plan.Next.Nodes[0]);
        return definition.Logic.Actions.GetValueOrDefault(effect.Type);
    }
}
