using Stator.Statecharts.Effects;

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
}
