using Npgsql;
using Stator.Machines.Stores;

namespace Stator.Storage.Postgres.Commits;

/// <summary>
/// The rows of many commits. Most batches are plain turns, which go by statements that take no more than these need; the others go by
/// <c>commit_turns</c>, which takes the rows of all tables.
/// </summary>
internal sealed class CommitRows : ICommitRows
{
    private readonly CommitColumns _any = new();
    private readonly PlainTurns _plain = new();
    private readonly PlainTurn _single = new();
    private ICommitRows _chosen;

    public CommitRows() => _chosen = _any;

    public void Fill(IReadOnlyList<InstanceCommit> commits, long? epoch)
    {
        _chosen = !commits.All(IsPlain) ? _any : commits.Count == 1 ? _single : _plain;
        _chosen.Fill(commits, epoch);
    }

    public CommitOutcome[] Execute(NpgsqlConnection connection) => _chosen.Execute(connection);

    public void Clear() => _chosen.Clear();

    /// <summary>
    /// Whether it is one turn, not the first one, of a living instance, which touches no other table than history. What the instance has
    /// from its first turn on stays as it is then.
    /// </summary>
    private static bool IsPlain(InstanceCommit commit) => commit is
    {
        Record.DisposedAtMs: null, History: [var entry], Outbox.IsEmpty: true, ArmedTimers.IsEmpty: true, RemovedTimers.IsEmpty: true,
        Processed.IsEmpty: true, Forgotten.IsEmpty: true, StartedInvocations.IsEmpty: true, EndedInvocations.IsEmpty: true, AddedTerms.IsEmpty: true,
        RemovedTerms.IsEmpty: true, SettledIncidents.IsEmpty: true,
    }
        && commit.Record is var record && commit.ExpectedSequence >= record.FirstSequence
        && (commit.ExpectedSequence + 1, record.UpdatedAtMs) == (record.Sequence, entry.AtMs) && entry.Sequence == record.Sequence;
}
