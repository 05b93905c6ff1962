using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace Stator.Bench.Durable;

/// <summary>
/// The bare program beside Stator in process: it writes the rows that events leave behind, in batches of the sizes that Stator was seen
/// to make: one transaction after the other, or several at a time on connections of their own. No machine, no mailbox, no check: one
/// prepared statement with arrays, the quickest way found.
/// </summary>
internal static class BareBatches
{
    private const string Text = """
        WITH written AS (
            UPDATE instances AS i SET sequence = u.sequence, updated_at = u.at, snapshot = u.snapshot
            FROM unnest($1, $2, $3, $4) AS u (id, sequence, at, snapshot) WHERE i.id = u.id)
        INSERT INTO history (instance, sequence, at, kind, event_id, caller, detail)
        SELECT h.id, h.sequence, h.at, 'event', NULL, NULL, h.detail FROM unnest($1, $2, $3, $5) AS h (id, sequence, at, detail)
        """;

    private static readonly TimeSpan Warmup = TimeSpan.FromSeconds(2);

    public static async Task<object> MeasureAsync(Arguments arguments)
    {
        var count = arguments.Count("--writers", 1);
        var tables = await BareTables.CreateAsync(arguments, arguments.Count("--keys", 1000)).ConfigureAwait(false);
        var sizes = (await File.ReadAllLinesAsync(arguments.Required("--batches")).ConfigureAwait(false))
            .Select(line => int.Parse(line, CultureInfo.InvariantCulture)).ToArray();
        var writers = new List<Writer>();
        for (var i = 0; i < count; i++)
        {
            var own = tables.Ids.Where((_, n) => n % count == i).ToArray();
            writers.Add(new(await BareTables.ConnectAsync(arguments).ConfigureAwait(false), tables with { Ids = own }));
        }

        await WriteAsync(writers, sizes, Warmup).ConfigureAwait(false);
        var began = Stopwatch.GetTimestamp();
        var events = await WriteAsync(writers, sizes, arguments.Seconds()).ConfigureAwait(false);
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        foreach (var writer in writers)
        {
            await writer.DisposeAsync().ConfigureAwait(false);
        }

        return new { EventsPerSecond = events / seconds };
    }

    private static async Task<long> WriteAsync(List<Writer> writers, int[] sizes, TimeSpan duration) =>
        (await Task.WhenAll(writers.Select(w => Task.Run(() => WriteAsync(w, sizes, duration)))).ConfigureAwait(false)).Sum();

    private static async Task<long> WriteAsync(Writer writer, int[] sizes, TimeSpan duration)
    {
        var began = Stopwatch.GetTimestamp();
        var events = 0L;
        for (var next = 0; Stopwatch.GetElapsedTime(began) < duration; next = (next + 1) % sizes.Length)
        {
            await writer.WriteAsync(sizes[next]).ConfigureAwait(false);
            events += sizes[next];
        }

        return events;
    }

    private sealed class Writer(NpgsqlConnection connection, BareTables tables) : IAsyncDisposable
    {
        private readonly List<long> _ids = [];
        private readonly List<long> _numbers = [];
        private readonly List<long> _ats = [];
        private readonly List<byte[]> _snapshots = [];
        private readonly List<byte[]> _details = [];
        private readonly long[] _sequences = [.. tables.Ids.Select(_ => 1L)];
        private NpgsqlCommand? _command;
        private int _next;

        public async Task WriteAsync(int count)
        {
            Fill(count);
            _command ??= await PrepareAsync().ConfigureAwait(false);
            if (await _command.ExecuteNonQueryAsync().ConfigureAwait(false) != count)
            {
                throw new InvalidOperationException("Not all rows were written.");
            }
        }

        public ValueTask DisposeAsync() => connection.DisposeAsync();

        private void Fill(int count)
        {
            _ids.Clear();
            _numbers.Clear();
            _ats.Clear();
            _snapshots.Clear();
            _details.Clear();
            var now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
            for (var i = 0; i < count; i++)
            {
                _ids.Add(tables.Ids[_next]);
                _numbers.Add(++_sequences[_next]);
                _ats.Add(now);
                _snapshots.Add(tables.Snapshot);
                _details.Add(tables.Detail);
                _next = (_next + 1) % tables.Ids.Length;
            }
        }

        private async Task<NpgsqlCommand> PrepareAsync()
        {
            var command = new NpgsqlCommand(Text, connection);
            command.Parameters.Add(new NpgsqlParameter<List<long>> { TypedValue = _ids });
            command.Parameters.Add(new NpgsqlParameter<List<long>> { TypedValue = _numbers });
            command.Parameters.Add(new NpgsqlParameter<List<long>> { TypedValue = _ats });
            command.Parameters.Add(new NpgsqlParameter<List<byte[]>> { TypedValue = _snapshots });
            command.Parameters.Add(new NpgsqlParameter<List<byte[]>> { TypedValue = _details });
            await command.PrepareAsync().ConfigureAwait(false);
            return command;
        }
    }
}
