using Stator.Statecharts;
using Stator.Statecharts.Effects;
using Stator.Statecharts.Interpretation;

namespace Stator.Interpreters;

/// <summary>Telling plugins and subscribers what happens.</summary>
public abstract partial class LiveMachine
{
    private readonly InterpreterPlugin[] _plugins;
    private readonly GuardWatch? _observer;

    private protected void Performed(PerformAction effect)
    {
        foreach (var plugin in _plugins)
        {
            plugin.ActionExecuted(this, effect);
        }
    }

    private protected void TellFailure(Exception failure)
    {
        foreach (var plugin in _plugins)
        {
            plugin.TurnFailed(this, failure);
        }
    }

    /// <summary>What is about to be handled.</summary>
    private void Announce(object stimulus)
    {
        foreach (var plugin in _plugins)
        {
            switch (stimulus)
            {
                case Event e:
                    plugin.EventReceived(this, e);
                    break;
                case ServiceEnded { Outcome.IsError: false } done:
                    plugin.ServiceDone(this, FindService(done.Number), done.Outcome.Value);
                    break;
                case ServiceEnded failed:
                    plugin.ServiceFailed(this, FindService(failed.Number), failed.Outcome.Value);
                    break;
            }
        }
    }

    /// <summary>What was handled.</summary>
    private void Tell(object stimulus, in StepResult result)
    {
        foreach (var plugin in _plugins)
        {
            if (stimulus is StartRequest)
            {
                plugin.Started(this);
            }

            foreach (var microstep in result.Microsteps)
            {
                plugin.Transition(this, microstep);
            }
        }

        foreach (var effect in result.Effects)
        {
            switch (effect)
            {
                case EmitEvent emit:
                    _emittedListeners.Tell(emit.Event);
                    break;
                case WriteLog line:
                    foreach (var plugin in _plugins)
                    {
                        plugin.Logged(this, line);
                    }

                    break;
                case SendEvent send:
                    Options.SendToInstance!(send);
                    break;
            }
        }
    }

    private void TellEnd()
    {
        foreach (var plugin in _plugins)
        {
            plugin.Stopped(this);
        }
    }

    /// <summary>Hears of guards from inside the engine.</summary>
    private sealed class GuardWatch(LiveMachine machine) : IStepObserver
    {
        public void GuardEvaluated(string actor, Transition transition, bool holds)
        {
            foreach (var plugin in machine._plugins)
            {
                plugin.GuardEvaluated(machine, actor, transition, holds);
            }
        }
    }
}
