using Orleans.Runtime;
using Stator.Machines.Tests.Support;

namespace Stator.Grains.Tests.Postgres;

/// <summary>Reminders: what Orleans relies on when silos divide them among themselves.</summary>
[NeedsPostgres]
public sealed class ReminderTableTests : IAsyncLifetime
{
    private static readonly DateTime Start = new(2030, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private OrleansTables _tables = null!;

    public async Task InitializeAsync() => _tables = await OrleansTables.OpenAsync();

    public async Task DisposeAsync() => await _tables.DisposeAsync();

    [StoreFact]
    public async Task AReminderIsReadAsItWasWritten()
    {
        var period = TimeSpan.FromDays(100);
        var version = await _tables.Reminders.UpsertRow(Reminder(1, "x", period));
        await _tables.Reminders.UpsertRow(Reminder(1, "y"));
        await _tables.Reminders.UpsertRow(Reminder(2, "x"));

        var read = await _tables.Reminders.ReadRow(Grain(1), "x");
        Assert.Equal((Grain(1), "x", Start, period, version), (read!.GrainId, read.ReminderName, read.StartAt, read.Period, read.ETag));
        Assert.Equal(DateTimeKind.Utc, read.StartAt.Kind);
        Assert.Equal(["x", "y"], (await _tables.Reminders.ReadRows(Grain(1))).Reminders.Select(r => r.ReminderName).Order());
        Assert.Null(await _tables.Reminders.ReadRow(Grain(1), "z"));
    }

    [StoreFact]
    public async Task WhoKnowsAnOldVersionRemovesNothing()
    {
        var first = await _tables.Reminders.UpsertRow(Reminder(1, "x"));
        var second = await _tables.Reminders.UpsertRow(Reminder(1, "x", TimeSpan.FromHours(1)));
        Assert.NotEqual(first, second);
        Assert.False(await _tables.Reminders.RemoveRow(Grain(1), "x", first!));
        Assert.Equal(TimeSpan.FromHours(1), (await _tables.Reminders.ReadRow(Grain(1), "x"))!.Period);

        Assert.True(await _tables.Reminders.RemoveRow(Grain(1), "x", second!));
        Assert.False(await _tables.Reminders.RemoveRow(Grain(1), "x", second!));
    }

    /// <summary>Two silos may both believe for a while that they have the grain; the later reminder must not go with the earlier one.</summary>
    [StoreFact]
    public async Task AReminderThatIsMadeAnewIsAnotherOne()
    {
        var first = await _tables.Reminders.UpsertRow(Reminder(1, "x"));
        await _tables.Reminders.RemoveRow(Grain(1), "x", first!);
        await _tables.Reminders.UpsertRow(Reminder(1, "x"));

        Assert.False(await _tables.Reminders.RemoveRow(Grain(1), "x", first!));
        Assert.NotNull(await _tables.Reminders.ReadRow(Grain(1), "x"));
    }

    [StoreFact]
    public async Task EachIsInOneShareOfTheRing()
    {
        var hashes = Enumerable.Range(0, 200).Select(i => Grain(i).GetUniformHashCode()).Order().ToArray();
        await Task.WhenAll(Enumerable.Range(0, 200).Select(i => _tables.Reminders.UpsertRow(Reminder(i, "x"))));
        uint[] edges = [0, 1, hashes[50], int.MaxValue, 1u << 31, hashes[150], hashes[199], uint.MaxValue];
        foreach (var begin in edges)
        {
            foreach (var end in edges)
            {
                var expected = hashes.Where(h => begin < end ? begin < h && h <= end : h > begin || h <= end);
                var read = (await _tables.Reminders.ReadRows(begin, end)).Reminders.Select(r => r.GrainId.GetUniformHashCode()).Order();
                Assert.Equal(expected, read);
            }
        }
    }

    [StoreFact]
    public async Task AShareOfTheRingIsReadAlongTheIndex()
    {
        var text = (string)(await _tables.RunAsync("SELECT QueryText FROM OrleansQuery WHERE QueryKey = 'ReadRangeRows2Key'"))!;
        var (begin, end) = (int.MaxValue - 1_000_000, int.MinValue + 1_000_000);
        text = text.Replace("@ServiceId", "'s'", StringComparison.Ordinal)
            .Replace("@BeginHash", $"{begin}", StringComparison.Ordinal).Replace("@EndHash", $"{end}", StringComparison.Ordinal);
        var scans = await _tables.RunAsync(
            """
            INSERT INTO reminders (service, grain, name, grain_hash, version, period_ms, start_at)
            SELECT 's', 'g/' || i, 'x', hashint4(i), 1, 60000, now() FROM generate_series(1, 10000) AS i
            """,
            "ANALYZE reminders",
            $"CREATE TEMP TABLE found AS {text}",
            "SELECT seq_scan FROM pg_stat_xact_user_tables WHERE relid = 'reminders'::regclass");

        Assert.Equal(0L, scans);
    }

    [StoreFact]
    public async Task AllOfAServiceGoTogether()
    {
        await _tables.Reminders.UpsertRow(Reminder(1, "x"));
        await _tables.RunAsync("INSERT INTO reminders SELECT 'another service', grain, name, grain_hash, version, period_ms, start_at FROM reminders");
        await _tables.Reminders.TestOnlyClearTable();

        Assert.Equal("another service", await _tables.RunAsync("SELECT string_agg(service, ',') FROM reminders"));
    }

    private static GrainId Grain(int number) => GrainId.Create("g", $"é {number}");

    private static ReminderEntry Reminder(int number, string name, TimeSpan? period = null) =>
        new() { GrainId = Grain(number), ReminderName = name, StartAt = Start, Period = period ?? TimeSpan.FromMinutes(1) };
}
