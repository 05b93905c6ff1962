using Stator.Machines;
using Stator.Machines.Hosting;
using Stator.Machines.Stores;

namespace Stator.Embedded.Instances;

/// <summary>
/// Reads instances from the store, many at a time: each reading takes along whatever was asked for while those before were under way,
/// so a thousand instances that wake at once cost a few readings.
/// </summary>
internal sealed class InstanceLoader
{
    private const int Readers = 2;
    private const int Limit = 500;

    private readonly IInstanceStore _store;
    private readonly BatchLoops<Asked> _asked;

    public InstanceLoader(IInstanceStore store)
    {
        _store = store;

        // Not on the thread of whoever asks: a store may read without ever letting go of it.
        _asked = new(Limit, batch => Task.Run(() => AnswerAsync(batch)));
    }

    public void Start() => _asked.Start(Readers);

    /// <summary>The instance as the store has it; null where there never was one. Fails as the store fails.</summary>
    public Task<StoredInstance?> LoadAsync(MachineAddress address)
    {
        var asked = new Asked(address, new(TaskCreationOptions.RunContinuationsAsynchronously));
        return _asked.TryAdd(asked) ? asked.Answer.Task : throw new RequestRefusedException(StoreFaults.Stopping());
    }

    /// <summary>Answers what was asked, and ends.</summary>
    public Task StopAsync() => _asked.StopAsync();

    private async Task AnswerAsync(List<Asked> batch)
    {
        try
        {
            var found = batch.Count == 1
                ? [await _store.LoadAsync(batch[0].Address, CancellationToken.None).ConfigureAwait(false)]
                : await _store.LoadManyAsync([.. batch.Select(a => a.Address)], CancellationToken.None).ConfigureAwait(false);
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
