using System.Runtime.ExceptionServices;
using Stator.Statecharts.Effects;
using Stator.Statecharts.Interpretation;

namespace Stator.Interpreters;

/// <summary>How turns of a <see cref="SyncInterpreter"/> follow one another.</summary>
public sealed partial class SyncInterpreter
{
    private readonly Queue<object> _queue = new();
    private TurnGate _gate;

    private protected override void Queue(object stimulus) => _queue.Enqueue(stimulus);

    private protected override void Run(ServiceRun run, ServiceFunction function)
    {
        run.Attempt++;
        Outcome outcome;
        try
        {
            outcome = Outcome.Done(function.Call(run.Start.Input, run.Cancellation));
        }
        catch (Exception failure)
        {
            outcome = ServiceFunction.Failure(failure);
            if (ServiceFunction.PauseAfter(failure, run) is { } pause)
            {
                TellRetry(run, outcome.Value);
                run.After(pause, Options.TimeProvider, () => SubmitUnwatched([new ServiceAttempt(run, function)]));
                return;
            }
        }

        Queue(new ServiceEnded(run.Start.Number, outcome));
    }

    private protected override void OnTimersDue()
    {
        if (Current is { } snapshot)
        {
            SubmitUnwatched(Timers.HandOut(snapshot));
            Timers.Arm(GetSnapshot());
        }
    }

    /// <summary>Handles a stimulus and what it queues; on the thread that handles one already it is queued itself.</summary>
    private void Submit(object stimulus)
    {
        if (!_gate.TryEnter())
        {
            _queue.Enqueue(stimulus);
            return;
        }

        try
        {
            Handle(stimulus);
            if (_queue.Count > 0)
            {
                HandleQueued(null);
            }
        }
        catch (Exception failure) when (_queue.Count > 0)
        {
            // Those that wait are events of their own; the first failure is the caller's.
            HandleQueued(failure);
        }
        finally
        {
            _gate.Leave();
        }
    }

    private void HandleQueued(Exception? first)
    {
        List<Exception> failures = first is null ? [] : [first];
        while (_queue.TryDequeue(out var stimulus))
        {
            try
            {
                Handle(stimulus);
            }
            catch (Exception failure)
            {
                failures.Add(failure);
            }
        }

        Throw(failures);
    }

    private void Handle(object stimulus)
    {
        try
        {
            if (stimulus is ServiceAttempt attempt)
            {
                Retry(attempt);
            }
            else if (TryDecide(stimulus, out var result))
            {
                foreach (var effect in result.Effects)
                {
                    if (effect is PerformAction action)
                    {
                        Perform(action, result, CancellationToken.None);
                        Performed(action);
                    }
                }

                Adopt(stimulus, result);
            }
        }
        catch (Exception failure)
        {
            TellFailure(failure);
            throw;
        }
    }

    private void Retry(ServiceAttempt attempt)
    {
        if (IsServiceRunning(attempt.Run.Start.Number))
        {
            Run(attempt.Run, attempt.Function);
        }
    }

    /// <summary>Handles what nobody waits for; what fails is reported when all is handled.</summary>
    private void SubmitUnwatched(IEnumerable<object> stimuli)
    {
        List<Exception> failures = [];
        foreach (var stimulus in stimuli)
        {
            try
            {
                Submit(stimulus);
            }
            catch (Exception failure)
            {
                failures.Add(failure);
            }
        }

        failures.ForEach(ReportUnhandled);
    }

    private static void Throw(List<Exception> failures)
    {
        if (failures.Count > 1)
        {
            throw new AggregateException(failures);
        }

        if (failures is [var only])
        {
            ExceptionDispatchInfo.Throw(only);
        }
    }

    /// <summary>The pause before another attempt of a service is over.</summary>
    private sealed record ServiceAttempt(ServiceRun Run, ServiceFunction Function);
}
