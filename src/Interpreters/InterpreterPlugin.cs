using Stator.Statecharts;
using Stator.Statecharts.Data;
using Stator.Statecharts.Effects;
using Stator.Statecharts.Interpretation;

namespace Stator.Interpreters;

/// <summary>
/// Is told of what happens in a live machine. Each method does nothing unless overridden. They are called one at a time, in the order of
/// what happens; what one throws reaches the sender of the event.
/// </summary>
public abstract class InterpreterPlugin
{
    /// <summary>The machine was started, or goes on from a snapshot.</summary>
    public virtual void Started(LiveMachine machine)
    {
    }

    /// <summary>The machine has ended: it is done, failed or was stopped.</summary>
    public virtual void Stopped(LiveMachine machine)
    {
    }

    /// <summary>An event from outside is about to be handled.</summary>
    public virtual void EventReceived(LiveMachine machine, Event @event)
    {
    }

    /// <summary>The guard of a transition was evaluated.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="actor">Empty for the machine itself, else which child; see <see cref="Effect.Actor"/>.</param>
    /// <param name="transition">The transition it guards.</param>
    /// <param name="holds">Whether it holds.</param>
    public virtual void GuardEvaluated(LiveMachine machine, string actor, Transition transition, bool holds)
    {
    }

    /// <summary>An action bound to code was performed. One bound to nothing comes here too, where that is allowed.</summary>
    public virtual void ActionExecuted(LiveMachine machine, PerformAction action)
    {
    }

    /// <summary>A microstep was taken, and will not be undone any more.</summary>
    public virtual void Transition(LiveMachine machine, Microstep microstep)
    {
    }

    /// <summary>The machine wrote a line for the log.</summary>
    public virtual void Logged(LiveMachine machine, WriteLog line)
    {
    }

    /// <summary>A service was started, or started again after the machine was restored.</summary>
    public virtual void ServiceStarted(LiveMachine machine, StartService service)
    {
    }

    /// <summary>A service has ended well.</summary>
    public virtual void ServiceDone(LiveMachine machine, StartService service, Value output)
    {
    }

    /// <summary>A service has failed for good.</summary>
    public virtual void ServiceFailed(LiveMachine machine, StartService service, Value error)
    {
    }

    /// <summary>An attempt of a service failed; it is tried again after a pause.</summary>
    public virtual void ServiceRetried(LiveMachine machine, StartService service, int attempt, Value error)
    {
    }

    /// <summary>An event, timer or outcome was refused, or an action threw; the machine is as it was.</summary>
    public virtual void TurnFailed(LiveMachine machine, Exception failure)
    {
    }
}
