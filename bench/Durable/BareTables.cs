using Npgsql;
using Stator.Machines;
using Stator.Machines.Instances;
using Stator.Machines.Stores;
using Stator.Statecharts;

namespace Stator.Bench.Durable;

/// <summary>
/// The store's own tables with counters in them, for programs that write to them without the store: the same columns, the same
/// indexes, the same bytes in a row.
/// </summary>
/// <param name="Ids">The counters.</param>
/// <param name="Snapshot">What an event leaves in the row of its instance.</param>
/// <param name="Detail">What an event leaves in the history.</param>
internal sealed record BareTables(long[] Ids, byte[] Snapshot, byte[] Detail)
{
    public static async Task<BareTables> CreateAsync(Arguments arguments, int keys)
    {
        var (counter, _) = await Seed.DefinitionsAsync(arguments).ConfigureAwait(false);
        var store = Host.Open(arguments);
        await Seed.CommitAsync(store, Enumerable.Range(0, keys).Select(k => Seed.Counter(counter, k, DateTimeOffset.UtcNow))).ConfigureAwait(false);
        await Host.CloseAsync(store).ConfigureAwait(false);

        var connection = await ConnectAsync(arguments).ConfigureAwait(false);
        await using var disposal = connection.ConfigureAwait(false);
        var turn = TurnOf(counter);
        return new(await IdsAsync(connection).ConfigureAwait(false), turn.Record.Snapshot.ToArray(), turn.History.Last().Detail.ToArray());
    }

    /// <summary>A connection as Npgsql opens it.</summary>
    public static async Task<NpgsqlConnection> ConnectAsync(Arguments arguments)
    {
        var connection = new NpgsqlConnection(arguments.Required("--connection") + ";Search Path=stator");
        await connection.OpenAsync().ConfigureAwait(false);
        return connection;
    }

    /// <summary>What a counter commits when it counts.</summary>
    private static InstanceCommit TurnOf(MachineDefinition counter)
    {
        var start = new StartInstance(counter, default, null);
        return Turn.Decide(
            new MachineAddress("counter", "k0"), null, [new HandleEvents([new Event("INC")], start, null)], DateTimeOffset.UtcNow, new(), TurnConditions.None).Commit!;
    }

    private static async Task<long[]> IdsAsync(NpgsqlConnection connection)
    {
        var command = new NpgsqlCommand("SELECT array_agg(id ORDER BY id) FROM instances WHERE machine = 'counter'", connection);
        await using var disposal = command.ConfigureAwait(false);
        return (long[])(await command.ExecuteScalarAsync().ConfigureAwait(false))!;
    }
}
