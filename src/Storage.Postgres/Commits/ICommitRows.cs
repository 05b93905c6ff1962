using Npgsql;
using Stator.Machines.Stores;

namespace Stator.Storage.Postgres.Commits;

/// <summary>The rows of a batch as parameters of one statement, used again for the next batch. One thread at a time.</summary>
internal interface ICommitRows
{
    /// <summary>Takes over the rows of a batch.</summary>
    void Fill(IReadOnlyList<InstanceCommit> commits, long? epoch);

    /// <summary>Commits them: one way to the server and back.</summary>
    /// <returns>The outcome of each.</returns>
    CommitOutcome[] Execute(NpgsqlConnection connection);

    /// <summary>Lets the rows go.</summary>
    void Clear();
}
