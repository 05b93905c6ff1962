using System.Threading.Channels;
using Stator.Machines.Stores;

namespace Stator.Embedded.Services;

/// <summary>Writes how far invocations have come, many at a time: each writing takes along whatever came up while the one before was under way.</summary>
internal sealed class ProgressWriter(IInvocationStore store)
{
    private const int Limit = 500;

    private readonly Channel<Asked> _asked = Channel.CreateUnbounded<Asked>(new() { SingleReader = true });
    private Task _loop = Task.CompletedTask;

    public void Start() => _loop = Task.Run(RunAsync);

    /// <summary>Returns when it is in the store. Fails as the store fails, and then nothing is known.</summary>
    public Task SaveAsync(InvocationProgress progress)
    {
        var asked = new Asked(progress, new(TaskCreationOptions.RunContinuationsAsynchronously));
        if (!_asked.Writer.TryWrite(asked))
        {
            asked.Answer.SetCanceled(CancellationToken.None);
        }

        return asked.Answer.Task;
    }

    /// <summary>Writes what is left, and ends.</summary>
    public Task StopAsync()
    {
        _asked.Writer.TryComplete();
        return _loop;
    }

    private async Task RunAsync()
    {
        var batch = new List<Asked>();
        while (await _asked.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            while (batch.Count < Limit && _asked.Reader.TryRead(out var next))
            {
                batch.Add(next);
            }

            try
            {
                // Of two steps of one invocation the later one is how far it has come.
                await store.SaveInvocationsAsync([.. batch.GroupBy(a => a.Progress.Id, (_, steps) => steps.Last().Progress)], CancellationToken.None).ConfigureAwait(false);
                batch.ForEach(a => a.Answer.SetResult());
            }
            catch (Exception e)
            {
                // Whoever asked says what that means for its invocation.
                batch.ForEach(a => a.Answer.SetException(e));
            }

            batch.Clear();
        }
    }

    private readonly record struct Asked(InvocationProgress Progress, TaskCompletionSource Answer);
}
