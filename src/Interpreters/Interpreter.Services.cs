using Stator.Statecharts.Data;
using Stator.Statecharts.Interpretation;

namespace Stator.Interpreters;

/// <summary>How an <see cref="Interpreter"/> runs services: beside the machine, until they end or nobody needs them any more.</summary>
public sealed partial class Interpreter
{
    private protected override void Run(ServiceRun run, ServiceFunction function) => RunService(run, function);

    /// <remarks>Not a task on purpose: what escapes from here must end the process rather than be lost.</remarks>
    private async void RunService(ServiceRun run, ServiceFunction function)
    {
        if (await OutcomeOf(run, function).ConfigureAwait(false) is { } outcome && !run.Cancellation.IsCancellationRequested)
        {
            Watch(Post(new ServiceEnded(run.Start.Number, outcome)));
        }
    }

    /// <summary>How the service ends, after as many attempts as it takes; null where it was cancelled.</summary>
    private async Task<Outcome?> OutcomeOf(ServiceRun run, ServiceFunction function)
    {
        while (!run.Cancellation.IsCancellationRequested)
        {
            run.Attempt++;
            try
            {
                return Outcome.Done(await Call(run, function).ConfigureAwait(false));
            }
            catch (Exception) when (run.Cancellation.IsCancellationRequested)
            {
                // It was told to end, and this is how it did; nobody waits for its outcome.
                return null;
            }
            catch (Exception failure)
            {
                var outcome = ServiceFunction.Failure(failure);
                if (ServiceFunction.PauseAfter(failure, run) is not { } pause)
                {
                    return outcome;
                }

                Watch(Post(new AttemptFailed(run, outcome.Value)));
                await Task.Delay(pause, Options.TimeProvider, run.Cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        return null;
    }

    /// <summary>A function that returns no task may take its time: it must not hold up the machine.</summary>
    private static Task<Value> Call(ServiceRun run, ServiceFunction function) => function.IsAsynchronous
        ? function.CallAsync(run.Start.Input, run.Cancellation)
        : Task.Run(() => function.Call(run.Start.Input, run.Cancellation), run.Cancellation);

    /// <summary>An attempt of a service failed, and another one follows.</summary>
    private sealed record AttemptFailed(ServiceRun Run, Value Error);
}
