using Stator.Statecharts.Data;
using Stator.Statecharts.Effects;
using Stator.Statecharts.Interpretation;

namespace Stator.Interpreters;

/// <summary>How turns of an <see cref="Interpreter"/> follow one another.</summary>
public sealed partial class Interpreter
{
    private readonly Lock _gate = new();
    private readonly Queue<Letter> _mailbox = new();
    private readonly AsyncLocal<Turn?> _turn = new();
    private readonly CancellationTokenSource _lifetime = new();
    private bool _isPumping;

    private protected override void Queue(object stimulus)
    {
        if (_turn.Value is not { } turn || !turn.TryAdd(this, stimulus))
        {
            throw new InvalidOperationException("Only a turn that goes on can put something behind itself.");
        }
    }

    private protected override void Run(ServiceRun run, ServiceFunction function) => RunService(run, function);

    private protected override void OnTimersDue()
    {
        if (Current is { } snapshot)
        {
            foreach (var due in Timers.HandOut(snapshot))
            {
                Watch(Post(due));
            }

            Timers.Arm(GetSnapshot());
        }
    }

    private protected override void CancelActions() => _lifetime.Cancel();

    /// <summary>From inside a turn the stimulus becomes part of it: whoever waits for the turn waits for that too.</summary>
    private Task SubmitAsync(object stimulus) =>
        _turn.Value is { } turn && turn.TryAdd(this, stimulus) ? Task.CompletedTask : Post(stimulus);

    /// <summary>Puts a stimulus into the mailbox. Whoever finds the mailbox idle empties it, as far as it goes without waiting.</summary>
    private Task Post(object stimulus)
    {
        var letter = new Letter(stimulus, new(TaskCreationOptions.RunContinuationsAsynchronously));
        bool isIdle;
        lock (_gate)
        {
            _mailbox.Enqueue(letter);
            isIdle = !_isPumping;
            _isPumping = true;
        }

        if (isIdle)
        {
            Watch(PumpAsync());
        }

        return letter.Handled.Task;
    }

    private async Task PumpAsync()
    {
        while (Next() is { } letter)
        {
            var turn = new Turn();
            List<Exception> failures = [];
            try
            {
                await HandleAsync(letter.Stimulus, turn).ConfigureAwait(false);
            }
            catch (Exception failure)
            {
                failures.Add(failure);
            }

            var following = turn.End();
            if (following.Count == 0)
            {
                Answer(letter, failures);
            }
            else
            {
                Watch(AnswerAfterAsync(letter, failures, following));
            }
        }
    }

    private static async Task AnswerAfterAsync(Letter letter, List<Exception> failures, IReadOnlyList<Task> following)
    {
        foreach (var task in following)
        {
            try
            {
                await task.ConfigureAwait(false);
            }
            catch (Exception failure)
            {
                failures.Add(failure);
            }
        }

        Answer(letter, failures);
    }

    private static void Answer(Letter letter, List<Exception> failures)
    {
        switch (failures)
        {
            case []:
                letter.Handled.SetResult();
                break;
            case [var only]:
                letter.Handled.SetException(only);
                break;
            default:
                letter.Handled.SetException(new AggregateException(failures));
                break;
        }
    }

    private Letter? Next()
    {
        lock (_gate)
        {
            if (_mailbox.TryDequeue(out var letter))
            {
                return letter;
            }

            _isPumping = false;
            return null;
        }
    }

    private async Task HandleAsync(object stimulus, Turn turn)
    {
        // Seen by everything this turn calls, and gone when the method returns.
        _turn.Value = turn;
        try
        {
            if (stimulus is AttemptFailed failed)
            {
                TellRetry(failed.Run, failed.Error);
            }
            else if (TryDecide(stimulus, out var result))
            {
                foreach (var effect in result.Effects)
                {
                    if (effect is PerformAction action)
                    {
                        await Awaitable.Await(Perform(action, result, _lifetime.Token)).ConfigureAwait(false);
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
                if (RetrySchedule.PauseAfter(run.Start.Retry, run.Attempt) is not { } pause)
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

    /// <remarks>Not a task on purpose: what nobody handles must end the process rather than be lost.</remarks>
    private async void Watch(Task handled)
    {
        try
        {
            await handled.ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            ReportUnhandled(failure);
        }
    }

    private sealed record Letter(object Stimulus, TaskCompletionSource Handled);

    /// <summary>An attempt of a service failed, and another one follows.</summary>
    private sealed record AttemptFailed(ServiceRun Run, Value Error);

    /// <summary>A turn that goes on, and what was sent from inside it.</summary>
    private sealed class Turn
    {
        private readonly Lock _gate = new();
        private readonly List<Task> _following = [];
        private bool _isOver;

        /// <summary>Adds a stimulus to the mailbox and to the turn; false where the turn is over, as code it started may outlive it.</summary>
        public bool TryAdd(Interpreter interpreter, object stimulus)
        {
            lock (_gate)
            {
                if (!_isOver)
                {
                    _following.Add(interpreter.Post(stimulus));
                }

                return !_isOver;
            }
        }

        public IReadOnlyList<Task> End()
        {
            lock (_gate)
            {
                _isOver = true;
                return _following;
            }
        }
    }
}
