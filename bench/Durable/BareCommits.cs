using System.Diagnostics;
using Npgsql;

namespace Stator.Bench.Durable;

/// <summary>Commits of a single row, one after the other: the least that anything durable can take on this disk.</summary>
internal static class BareCommits
{
    private static readonly TimeSpan Warmup = TimeSpan.FromSeconds(1);

    public static async Task<object> MeasureAsync(Arguments arguments)
    {
        var tables = await BareTables.CreateAsync(arguments, keys: 1).ConfigureAwait(false);
        var connection = await BareTables.ConnectAsync(arguments).ConfigureAwait(false);
        await using var disposal = connection.ConfigureAwait(false);
        var command = new NpgsqlCommand("UPDATE instances SET sequence = sequence + 1, snapshot = $1 WHERE id = $2", connection);
        await using var commandDisposal = command.ConfigureAwait(false);
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = tables.Snapshot });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = tables.Ids[0] });
        await command.PrepareAsync().ConfigureAwait(false);
        await WriteAsync(command, Warmup).ConfigureAwait(false);
        var latencies = await WriteAsync(command, arguments.Seconds()).ConfigureAwait(false);
        latencies.Sort();
        return new { P50Ms = latencies.Percentile(50), P99Ms = latencies.Percentile(99) };
    }

    private static async Task<List<double>> WriteAsync(NpgsqlCommand command, TimeSpan duration)
    {
        var began = Stopwatch.GetTimestamp();
        var latencies = new List<double>();
        while (Stopwatch.GetElapsedTime(began) < duration)
        {
            var sentAt = Stopwatch.GetTimestamp();
            await command.ExecuteNonQueryAsync().ConfigureAwait(false);
            latencies.Add(Stopwatch.GetElapsedTime(sentAt).TotalMilliseconds);
        }

        return latencies;
    }
}
