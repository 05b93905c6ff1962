using Npgsql;
using Stator.Machines;
using Stator.Machines.Stores;
using Stator.Machines.Stores.Sql;
using Stator.Statecharts.Snapshots;

namespace Stator.Storage.Postgres;

/// <summary>What is read: one statement each, on whichever connection is free.</summary>
internal sealed class PostgresReader(Connections connections)
{
    /// <summary>How many instances are looked at together where the context has a say.</summary>
    private const int PageSize = 1_000;

    public async Task<IReadOnlyList<StoredInstance?>> LoadAsync(IReadOnlyList<MachineAddress> addresses, CancellationToken cancellation)
    {
        var machines = addresses.Select(a => StoredText.Of(a.Machine)).ToArray();
        var keys = addresses.Select(a => StoredText.Of(a.Key)).ToArray();
        var found = await ListAsync(
            "load_instances", command => command.With(machines).With(keys),
            rows => (Place: (int)rows.GetInt64(10) - 1, Stored: rows.GetStored(addresses[(int)rows.GetInt64(10) - 1])), cancellation).ConfigureAwait(false);
        var inOrder = new StoredInstance?[addresses.Count];
        foreach (var (place, stored) in found)
        {
            inOrder[place] = stored;
        }

        return inOrder;
    }

    public async Task<ReadOnlyMemory<byte>?> ReceiptAsync(MachineAddress address, string eventId, CancellationToken cancellation) =>
        await OneAsync("load_receipt", command => command.WithAddress(address).WithText(eventId), rows => rows.GetBlob(0), cancellation).ConfigureAwait(false)
            is { } receipt ? (ReadOnlyMemory<byte>?)receipt : null;

    public Task<List<HistoryEntry>> HistoryAsync(MachineAddress address, long after, int limit, CancellationToken cancellation) => ListAsync(
        "load_history", command => command.WithAddress(address).With(after).With((long)limit), rows => rows.GetHistory(), cancellation);

    public Task<List<InstanceDue>> DueAsync(long afterMs, long untilMs, int limit, CancellationToken cancellation) => ListAsync(
        "load_due", command => command.With(afterMs).With(untilMs).With((long)limit),
        rows => new InstanceDue(rows.GetAddress(0), rows.GetInt64(2)), cancellation);

    public Task<List<StoredOutboxEntry>> OutboxAsync(long after, int limit, CancellationToken cancellation) =>
        ListAsync("load_outbox", command => command.With(after).With((long)limit), rows => rows.GetOutbox(), cancellation);

    public Task<List<OutboxEntry>> OutboxOfAsync(MachineAddress address, CancellationToken cancellation) =>
        ListAsync("load_outbox_of", command => command.WithAddress(address), rows => rows.GetOutbox().Entry, cancellation);

    public Task<List<InstanceCount>> CountAsync(string machine, CancellationToken cancellation) => ListAsync(
        "count_instances", command => command.WithText(machine),
        rows => new InstanceCount(rows.GetText(0), (SnapshotStatus)rows.GetInt16(1), rows.GetInt64(2)), cancellation);

    public Task<List<DefinitionRecord>> DefinitionsAsync(CancellationToken cancellation) =>
        ListAsync("load_definitions", command => command, rows => rows.GetDefinition(), cancellation);

    public Task<List<InvocationRecord>> InvocationsAsync(long untilMs, InvocationRecord? after, int limit, CancellationToken cancellation) => ListAsync(
        "load_invocations",
        command => command.With(untilMs).With(after?.Progress.DueMs ?? long.MinValue).WithAddress(after?.Id.Address ?? new("", ""))
            .With(after?.Id.Sequence ?? 0).With(after?.Id.Position ?? 0).With((long)limit),
        rows => rows.GetInvocation(), cancellation);

    public Task<List<InvocationRecord>> InvocationsOfAsync(MachineAddress address, CancellationToken cancellation) =>
        ListAsync("load_invocations_of", command => command.WithAddress(address), rows => rows.GetInvocation(), cancellation);

    public Task<InvocationRecord?> InvocationAsync(OutboxId id, CancellationToken cancellation) => OneAsync(
        "find_invocation", command => command.WithAddress(id.Address).With(id.Sequence).With(id.Position), rows => rows.GetInvocation(), cancellation);

    public Task<List<IncidentRecord>> IncidentsAsync(string? machine, string? key, long after, int limit, CancellationToken cancellation) => ListAsync(
        "load_incidents", command => command.With(after).WithText(machine).WithText(key).With((long)limit), rows => rows.GetIncident(), cancellation);

    public Task<IncidentRecord?> IncidentAsync(long number, CancellationToken cancellation) =>
        OneAsync("find_incident", command => command.With(number), rows => rows.GetIncident(), cancellation);

    public async Task<ReadOnlyMemory<byte>?> SecretAsync(string name, CancellationToken cancellation) =>
        await OneAsync("load_secret", command => command.WithText(name), rows => rows.GetBlob(0), cancellation).ConfigureAwait(false)
            is { } secret ? (ReadOnlyMemory<byte>?)secret : null;

    public async Task<IReadOnlyList<FoundInstance>> FindAsync(InstanceFilter filter, CancellationToken cancellation)
    {
        if (filter.Context.IsEmpty)
        {
            return await PageAsync(filter, filter.After, filter.Limit, cancellation).ConfigureAwait(false);
        }

        // Nobody knows how many have to be looked at, so they are fetched in pages until there are enough that match.
        var found = new List<FoundInstance>();
        var after = filter.After;
        while (true)
        {
            var page = await PageAsync(filter, after, PageSize, cancellation).ConfigureAwait(false);
            found.AddRange(page.Where(i => ContextMatch.Holds(filter.Context, i.Record.Snapshot.Span)).Take(filter.Limit - found.Count));
            if (found.Count == filter.Limit || page.Count < PageSize)
            {
                return found;
            }

            after = page[^1].Ordinal;
        }
    }

    private Task<List<FoundInstance>> PageAsync(InstanceFilter filter, long after, int limit, CancellationToken cancellation)
    {
        var query = FindStatement.Of(Rows.FoundColumns, filter, after, limit, comparesRows: true);
        return connections.ReadAsync(
            connection => RowsAsync(
                new(query.Text, connection),
                command => query.Values.Aggregate(command, (c, value) => value is string text ? c.WithText(text) : c.With((long)value)),
                rows => rows.GetFound(), cancellation),
            cancellation);
    }

    private Task<List<T>> ListAsync<T>(
        string name, Func<NpgsqlCommand, NpgsqlCommand> with, Func<NpgsqlDataReader, T> read, CancellationToken cancellation) =>
        connections.ReadAsync(connection => RowsAsync(new(PostgresScripts.All.Of(name), connection), with, read, cancellation), cancellation);

    private async Task<T?> OneAsync<T>(
        string name, Func<NpgsqlCommand, NpgsqlCommand> with, Func<NpgsqlDataReader, T> read, CancellationToken cancellation)
        where T : class => (await ListAsync(name, with, read, cancellation).ConfigureAwait(false)) is [var only] ? only : null;

    private static async Task<List<T>> RowsAsync<T>(
        NpgsqlCommand command, Func<NpgsqlCommand, NpgsqlCommand> with, Func<NpgsqlDataReader, T> read, CancellationToken cancellation)
    {
        await using var used = with(command).ConfigureAwait(false);
        var rows = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
        await using var closed = rows.ConfigureAwait(false);
        var all = new List<T>();
        while (await rows.ReadAsync(cancellation).ConfigureAwait(false))
        {
            all.Add(read(rows));
        }

        return all;
    }
}
