using System.Text;
using Microsoft.Data.Sqlite;
using Stator.Machines.Stores;
using Stator.Statecharts;
using Stator.Statecharts.Data;
using Stator.Statecharts.Interpretation;
using Stator.Statecharts.Snapshots;

namespace Stator.Machines.Tests.Simulation;

/// <summary>
/// Looks at what a run left behind, apart from the code that wrote it: it repeats each instance's history with the engine alone, and
/// reads the tables by itself.
/// </summary>
internal sealed class StoreChecker(IInstanceStore store, string directory, IDefinitionClient definitions)
{
    private readonly Dictionary<MachineAddress, IReadOnlyList<HistoryEntry>> _histories = [];

    public async Task CheckAsync(IReadOnlyDictionary<(MachineAddress Address, string EventId), long> acknowledged)
    {
        foreach (var (address, row) in Instances())
        {
            var record = (await store.LoadAsync(address, default))!;
            _histories[address] = await store.LoadHistoryAsync(address, 0, int.MaxValue, default);
            await CheckInstanceAsync(record, row, _histories[address]);
        }

        foreach (var ((address, eventId), sequence) in acknowledged)
        {
            Assert.Equal([sequence], _histories[address].Where(h => h.EventId == eventId).Select(h => h.Sequence));
        }

        CheckTold();
    }

    private async Task CheckInstanceAsync(StoredInstance stored, long row, IReadOnlyList<HistoryEntry> history)
    {
        var record = stored.Record;
        Assert.Equal(Enumerable.Range(1, (int)record.Sequence).Select(s => (long)s), history.Select(h => h.Sequence));
        var named = history.Where(h => h.EventId is not null).Select(h => h.EventId!).ToList();
        Assert.Equal(named.Distinct(), named);
        Assert.Equal(named, stored.ProcessedIds.Select(p => p.EventId));
        var folded = await FoldAsync(record.Address, history);
        Assert.Equal(Encoding.UTF8.GetString(SnapshotJson.Write(folded)), Encoding.UTF8.GetString(record.Snapshot.Span));
        Assert.Equal(folded.Timers.Select(t => (t.Number, t.DueMs)).Order(), Timers(row).Order());
    }

    private async Task<Snapshot> FoldAsync(MachineAddress address, IReadOnlyList<HistoryEntry> history)
    {
        var definition = (await definitions.GetAsync(address.Machine)).Definition();
        var due = new Dictionary<long, DateTimeOffset>();
        Snapshot? snapshot = null;
        foreach (var entry in history)
        {
            var detail = Value.Parse(entry.Detail.Span);
            var at = DateTimeOffset.FromUnixTimeMilliseconds(entry.AtMs);
            if (entry.Kind == "timer")
            {
                Assert.True(due[detail["timer"].AsInt] <= at, $"{address} turn {entry.Sequence}: the timer fired early.");
            }

            var step = entry.Kind switch
            {
                "start" => Statechart.Start(definition, detail["input"], at),
                "event" => Statechart.Step(definition, snapshot!, Event.FromValue(detail["event"])!, at),
                _ => Statechart.Fire(definition, snapshot!, detail["timer"].AsInt, at),
            };
            Assert.Null(step.Fault);
            snapshot = step.Snapshot;
            foreach (var arm in detail["effects"].AsList.Where(e => e["kind"].AsString == "armTimer"))
            {
                due[arm["number"].AsInt] = DateTimeOffset.Parse(arm["due"].AsString, System.Globalization.CultureInfo.InvariantCulture);
            }
        }

        return snapshot!;
    }

    /// <summary>Each counter was told once what its tellers sent, and in their order.</summary>
    private void CheckTold()
    {
        foreach (var (teller, sent) in _histories.Where(h => h.Key.Machine == "teller"))
        {
            var effects =
                from entry in sent
                from effect in Value.Parse(entry.Detail.Span)["effects"].AsList.Select((e, i) => (Effect: e, Position: i))
                where effect.Effect["kind"].AsString == "sendEvent"
                select (Key: effect.Effect["key"].AsString, Id: new OutboxId(teller, entry.Sequence, effect.Position).ToString());
            foreach (var told in effects.ToLookup(e => e.Key, e => e.Id))
            {
                var received = _histories[new("counter", told.Key)].Where(h => h.EventId?.StartsWith($"{teller}#", StringComparison.Ordinal) == true);
                Assert.Equal(told, received.Select(h => h.EventId!));
            }
        }
    }

    private List<(MachineAddress Address, long Row)> Instances() =>
        Rows("SELECT machine, key, id FROM instances", r => (new MachineAddress(r.GetString(0), r.GetString(1)), r.GetInt64(2)));

    private List<(long Number, long DueMs)> Timers(long row) =>
        Rows($"SELECT number, due FROM timers WHERE instance = {row}", r => (r.GetInt64(0), r.GetInt64(1)));

    private List<T> Rows<T>(string query, Func<SqliteDataReader, T> read)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(directory, "stator.db")};Pooling=False;Mode=ReadOnly");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = query;
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
        {
            rows.Add(read(reader));
        }

        return rows;
    }
}
