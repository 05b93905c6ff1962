using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Stator.Machines.Hosting;
using Stator.Machines.Stores;

namespace Stator.Grains.Storage;

/// <summary>
/// Brings turns to the tables of history and index, for storages that keep an instance as a whole. Each turn is applied once: the tables
/// know the sequence they have come to.
/// </summary>
internal sealed partial class Projector(IDurableStore store, StatorOptions options, TimeProvider time, ILoggerFactory loggers)
{
    private readonly GroupCommit _commits = new(store, options.MaxCommitsPerTransaction, time);
    private readonly ILogger _logger = loggers.CreateLogger<Projector>();
    private readonly CancellationTokenSource _stopping = new();

    public void Start() => _commits.Start();

    public async Task StopAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _commits.StopAsync().ConfigureAwait(false);
    }

    /// <summary>Projects turns of one instance, in order, however often it takes.</summary>
    /// <returns>The sequence the tables have come to; null where the silo stops before that.</returns>
    public async Task<long?> ProjectAsync(ImmutableArray<InstanceCommit> turns)
    {
        foreach (var turn in turns)
        {
            if (!await TryProjectAsync(turn).ConfigureAwait(false))
            {
                return null;
            }
        }

        return turns[^1].Record.Sequence;
    }

    private async Task<bool> TryProjectAsync(InstanceCommit turn)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                if (await _commits.CommitAsync(turn).ConfigureAwait(false) == CommitOutcome.Committed || await IsThereAsync(turn).ConfigureAwait(false))
                {
                    return true;
                }

                LogGap(turn.Record.Address, turn.ExpectedSequence);
            }
            catch (Exception e)
            {
                LogNotProjected(turn.Record.Address, attempt, e);
            }

            if (!await Pauses.WaitAsync(options, attempt, time, _stopping.Token).ConfigureAwait(false))
            {
                return false;
            }
        }
    }

    private async Task<bool> IsThereAsync(InstanceCommit turn) =>
        await store.LoadAsync(turn.Record.Address, CancellationToken.None).ConfigureAwait(false) is { } stored && stored.Record.Sequence >= turn.Record.Sequence;

    [LoggerMessage(210, LogLevel.Warning, "A turn of {Address} is not in the tables of history and index yet (attempt {Attempt}); it is brought again")]
    private partial void LogNotProjected(MachineAddress address, int attempt, Exception exception);

    [LoggerMessage(211, LogLevel.Error, "The tables of history and index lack turns of {Address} before {Sequence}: were they emptied, or was the instance kept in another storage?")]
    private partial void LogGap(MachineAddress address, long sequence);
}
