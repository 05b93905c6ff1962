using Stator.Statecharts.Data;
using Stator.Statecharts.Effects;
using Stator.Statecharts.Interpretation;

namespace Stator.Interpreters;

/// <summary>The services that run for the machine, by the number of their invocation.</summary>
public abstract partial class LiveMachine
{
    private readonly Lock _servicesGate = new();
    private readonly Dictionary<long, ServiceRun> _services = [];

    /// <summary>Runs the function of a service; its outcome comes back as <see cref="ServiceEnded"/>.</summary>
    private protected abstract void Run(ServiceRun run, ServiceFunction function);

    /// <summary>Whether the outcome of that invocation is still waited for.</summary>
    private protected bool IsServiceRunning(long number)
    {
        lock (_servicesGate)
        {
            return _services.ContainsKey(number);
        }
    }

    /// <summary>The outcome that somebody outside reports for the service that runs under that id.</summary>
    private protected ServiceEnded EndOf(string id, Outcome outcome)
    {
        lock (_servicesGate)
        {
            var run = _services.Values.Where(s => s.Start.Id == id).MaxBy(s => s.Start.Number)
                ?? throw new InvalidOperationException($"'{Definition.Id}' runs no service '{id}' now. It runs: {Names()}.");
            return new(run.Start.Number, outcome);
        }
    }

    private protected void TellRetry(ServiceRun run, Value error)
    {
        foreach (var plugin in _plugins)
        {
            plugin.ServiceRetried(this, run.Start, run.Attempt, error);
        }
    }

    private string Names() => _services.Count == 0 ? "none" : string.Join(", ", _services.Values.Select(s => $"'{s.Start.Id}'"));

    private StartService FindService(long number)
    {
        lock (_servicesGate)
        {
            return _services[number].Start;
        }
    }

    private void StartServices(in StepResult result)
    {
        foreach (var effect in result.Effects)
        {
            if (effect is StartService start)
            {
                StartOne(start, result);
            }
        }
    }

    private void StartOne(StartService start, in StepResult result)
    {
        // One that this very step stopped again is no longer in the snapshot, and neither is a child that came and went.
        if (result.Snapshot!.FindActor(start.Actor) is not { } actor || !actor.Invocations.Any(i => i.Number == start.Number && !i.IsSettled))
        {
            return;
        }

        var run = new ServiceRun(start);
        lock (_servicesGate)
        {
            if (_isDisposed)
            {
                return;
            }

            _services[start.Number] = run;
        }

        foreach (var plugin in _plugins)
        {
            plugin.ServiceStarted(this, start);
        }

        if (actor.Definition.Logic.Services.TryGetValue(start.Source, out var function))
        {
            Run(run, new ServiceFunction(function));
        }
    }

    private void StopService(long number)
    {
        ServiceRun? run;
        lock (_servicesGate)
        {
            _services.Remove(number, out run);
        }

        run?.Cancel();
    }

    private void ForgetService(long number)
    {
        lock (_servicesGate)
        {
            _services.Remove(number);
        }
    }

    private void CancelServices()
    {
        ServiceRun[] all;
        lock (_servicesGate)
        {
            all = [.. _services.Values];
            _services.Clear();
        }

        foreach (var run in all)
        {
            run.Cancel();
        }
    }
}
