using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Stator.Machines.Hosting;
using Stator.Machines.Stores;

namespace Stator.Grains.Storage;

/// <summary>
/// Brings turns to the tables of history and index, for storages that keep an instance as a whole. Each turn is applied once: the tables
/// know the sequence they have come to.
/// </summary>
/// <remarks>
/// Callers have their answer already, so where many turns come they gather for a moment and go in one transaction: a few at a time would
/// cost the database as much as the turns' own. Whoever reads has them brought at once.
/// </remarks>
internal sealed partial class Projector
{
    /// <summary>How long turns gather where nobody reads.</summary>
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(50);

    /// <summary>How many came while the last ones were brought, where many come.</summary>
    private const int Many = 4;

    private readonly IDurableStore _store;
    private readonly StatorOptions _options;
    private readonly TimeProvider _time;
    private readonly GroupCommit _commits;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stopping = new();
    private volatile TaskCompletionSource _hurry = NewHurry();

    public Projector(IDurableStore store, StatorOptions options, TimeProvider time, ILoggerFactory loggers)
    {
        (_store, _options, _time) = (store, options, time);
        _commits = new(store, options.MaxCommitsPerTransaction, time, GatherAsync);
        _logger = loggers.CreateLogger<Projector>();
    }

    public void Start() => _commits.Start();

    /// <summary>Brings what has gathered now.</summary>
    public void Hurry() => _hurry.TrySetResult();

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
            if (!await TryProjectAsync(turn, isBehind: turns.Length > 1).ConfigureAwait(false))
            {
                return null;
            }
        }

        return turns[^1].Record.Sequence;
    }

    private async Task<bool> TryProjectAsync(InstanceCommit turn, bool isBehind)
    {
        // What is to be performed is in the instance's record until it is: out of the tables nobody would take it.
        var rows = turn.Outbox.IsEmpty ? turn : turn with { Outbox = [] };
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var committing = _commits.CommitAsync(rows);
                if (isBehind)
                {
                    // The turns of an instance go one after the other, and its record would grow by those that come meanwhile.
                    Hurry();
                }

                if (await committing.ConfigureAwait(false) == CommitOutcome.Committed || await IsThereAsync(turn).ConfigureAwait(false))
                {
                    return true;
                }

                LogGap(turn.Record.Address, turn.ExpectedSequence);
            }
            catch (Exception e)
            {
                LogNotProjected(turn.Record.Address, attempt, e);
            }

            if (!await Pauses.WaitAsync(_options, attempt, _time, _stopping.Token).ConfigureAwait(false))
            {
                return false;
            }
        }
    }

    private async Task<bool> IsThereAsync(InstanceCommit turn) =>
        await _store.LoadAsync(turn.Record.Address, CancellationToken.None).ConfigureAwait(false) is { } stored && stored.Record.Sequence >= turn.Record.Sequence;

    /// <summary>On the machine's clock, as it is about its load, not about what instances take for the time.</summary>
    private async Task GatherAsync(int waiting)
    {
        if (waiting < Many)
        {
            return;
        }

        await Task.WhenAny(Task.Delay(Gathering, _stopping.Token), _hurry.Task).ConfigureAwait(false);
        _hurry = NewHurry();
    }

    private static TaskCompletionSource NewHurry() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    [LoggerMessage(210, LogLevel.Warning, "A turn of {Address} is not in the tables of history and index yet (attempt {Attempt}); it is brought again")]
    private partial void LogNotProjected(MachineAddress address, int attempt, Exception exception);

    [LoggerMessage(211, LogLevel.Error, "The tables of history and index lack turns of {Address} before {Sequence}: were they emptied, or was the instance kept in another storage?")]
    private partial void LogGap(MachineAddress address, long sequence);
}
