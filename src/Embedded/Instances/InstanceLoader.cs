using System.Threading.Channels;
using Stator.Machines;
using Stator.Machines.Hosting;
using Stator.Machines.Stores;

namespace Stator.Embedded.Instances;

/// <summary>
/// Reads instances from the store, many at a time: each reading takes along whatever was asked for while those before were under way,
/// so a thousand instances that wake at once cost a few readings.
/// </summary>
internal sealed class InstanceLoader(IInstanceStore store)
{
    private const int Readers = 2;
    private const int Limit = 500;

    private readonly Channel<Asked> _asked = Channel.CreateUnbounded<Asked>();
    private Task _loops = Task.CompletedTask;

    public void Start() => _loops = Task.WhenAll(Enumerable.Range(0, Readers).Select(_ => Task.Run(RunAsync)));

    /// <summary>The instance as the store has it; null where there never was one. Fails as the store fails.</summary>
    public Task<StoredInstance?> LoadAsync(MachineAddress address)
    {
        var asked = new Asked(address, new(TaskCreationOptions.RunContinuationsAsynchronously));
        return _asked.Writer.TryWrite(asked) ? asked.Answer.Task : throw new RequestRefusedException(StoreFaults.Stopping());
    }

    /// <summary>Answers what was asked, and ends.</summary>
    public Task StopAsync()
    {
        _asked.Writer.TryComplete();
        return _loops;
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

            if (batch.Count == 0)
            {
                // The other reader has taken it.
                continue;
            }

            await AnswerAsync(batch).ConfigureAwait(false);
            batch.Clear();
        }
    }

    private async Task AnswerAsync(List<Asked> batch)
    {
        try
        {
            var found = batch.Count == 1
                ? [await store.LoadAsync(batch[0].Address, CancellationToken.None).ConfigureAwait(false)]
                : await store.LoadManyAsync([.. batch.Select(a => a.Address)], CancellationToken.None).ConfigureAwait(false);
            for (var i = 0; i < batch.Count; i++)
            {
                batch[i].Answer.TrySetResult(found[i]);
            }
        }
        catch (Exception e)
        {
            // Whoever asked says what that means for its instance.
            batch.ForEach(a => a.Answer.TrySetException(e));
        }
    }

    private readonly record struct Asked(MachineAddress Address, TaskCompletionSource<StoredInstance?> Answer);
}
