using Orleans.Runtime;
using Orleans.Storage;
using Stator.Machines.Tests.Support;

namespace Stator.Grains.Tests.Postgres;

/// <summary>States of grains: what Orleans relies on when two silos both believe that they have a grain.</summary>
[NeedsPostgres]
public sealed class GrainStateTests : IAsyncLifetime
{
    private const string Write = "SELECT write_grain_state(1, 2, 0, 0, 'k', 't', 's', {0}, '\\x00')";

    private static readonly GrainId A = GrainId.Create("g", "counter/k é%");

    private OrleansTables _tables = null!;
    private IGrainStorage _storage = null!;

    public async Task InitializeAsync()
    {
        _tables = await OrleansTables.OpenAsync();
        _storage = await _tables.OpenStorageAsync(deletes: false);
    }

    public async Task DisposeAsync() => await _tables.DisposeAsync();

    [StoreFact]
    public async Task AStateIsReadAsItWasWritten()
    {
        GrainId[] grains =
        [
            A,
            GrainId.Create("g", "another"),
            GrainId.Create(GrainType.Create("g"), GrainIdKeyExtensions.CreateIntegerKey(7)),
            GrainId.Create(GrainType.Create("g"), GrainIdKeyExtensions.CreateIntegerKey(7, "é")),
            GrainId.Create(GrainType.Create("g"), GrainIdKeyExtensions.CreateGuidKey(Guid.Empty)),
            GrainId.Create(GrainType.Create("g"), GrainIdKeyExtensions.CreateGuidKey(Guid.Parse("00000000-0000-0000-0000-000000000007"), "é")),
        ];
        foreach (var grain in grains)
        {
            await _storage.WriteStateAsync("t", grain, Of(grain.ToString()));
            await _storage.WriteStateAsync("u", grain, Of($"u {grain}"));
        }

        foreach (var grain in grains)
        {
            Assert.Equal((grain.ToString(), true), await ReadAsync("t", grain) is var t ? (t.State!.Text, t.RecordExists) : default);
            Assert.Equal($"u {grain}", (await ReadAsync("u", grain)).State!.Text);
        }
    }

    [StoreFact]
    public async Task AStateThatIsNotThereHasNoVersion()
    {
        var none = await ReadAsync("t", A);
        Assert.Equal((null, false), (none.ETag, none.RecordExists));
        await _storage.ClearStateAsync("t", A, none);
        Assert.Equal(0L, await _tables.RunAsync("SELECT count(*) FROM grain_states"));
    }

    [StoreFact]
    public async Task WhoKnowsAnOldVersionWritesNothing()
    {
        var mine = Of("1");
        await _storage.WriteStateAsync("t", A, mine);
        var other = await ReadAsync("t", A);
        mine.State!.Text = "2";
        await _storage.WriteStateAsync("t", A, mine);

        other.State!.Text = "3";
        await RefusedAsync(() => _storage.WriteStateAsync("t", A, other));
        await RefusedAsync(() => _storage.WriteStateAsync("t", A, Of("new")));
        await RefusedAsync(() => _storage.ClearStateAsync("t", A, other));
        Assert.Equal(("2", mine.ETag), await ReadAsync("t", A) is var read ? (read.State!.Text, read.ETag) : default);
    }

    [StoreFact]
    public async Task OfManyThatWriteOnOneVersionOneDoes()
    {
        for (var round = 0; round < 5; round++)
        {
            var seen = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => ReadAsync("t", A)));
            var written = await Task.WhenAll(seen.Select(async (state, i) =>
            {
                state.State!.Text = $"{round} {i}";
                return await Record.ExceptionAsync(() => _storage.WriteStateAsync("t", A, state)) switch
                {
                    null => state.State!.Text,
                    InconsistentStateException => null,
                    var e => throw new InvalidOperationException("Nothing else may go wrong.", e),
                };
            }));

            Assert.Equal(Assert.Single(written, w => w is not null), (await ReadAsync("t", A)).State!.Text);
        }
    }

    [StoreTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task AClearedStateCanBeWrittenAnew(bool deletes)
    {
        _storage = await _tables.OpenStorageAsync(deletes);
        var state = Of("1");
        await _storage.WriteStateAsync("t", A, state);
        var old = await ReadAsync("t", A);
        await _storage.ClearStateAsync("t", A, state);

        Assert.Equal(deletes ? 0L : 1L, await _tables.RunAsync("SELECT count(*) FROM grain_states"));
        var cleared = await ReadAsync("t", A);
        Assert.Equal((false, state.ETag), (cleared.RecordExists, cleared.ETag));
        await RefusedAsync(() => _storage.WriteStateAsync("t", A, old));
        cleared.State!.Text = "2";
        await _storage.WriteStateAsync("t", A, cleared);

        // Who knows a version of the life before is still refused.
        await RefusedAsync(() => _storage.WriteStateAsync("t", A, old));
        await RefusedAsync(() => _storage.ClearStateAsync("t", A, old));
        Assert.Equal("2", (await ReadAsync("t", A)).State!.Text);
    }

    /// <summary>Also by a plan that was made while the table was small.</summary>
    [StoreFact]
    public async Task AWriteIsOneLookUpInTheIndexAndLeavesIt()
    {
        await _tables.RunAsync(string.Format(null, Write, "NULL"), "UPDATE grain_states SET version = 5");
        await _tables.RunAsync("ANALYZE grain_states");
        var did = await _tables.RunAsync(
            string.Format(null, Write, 5),
            string.Format(null, Write, 4),
            "SELECT payload FROM read_grain_state(1, 2, 0, 0, 'k', 't', 's')",
            "SELECT format('%s %s %s', seq_scan, idx_scan, n_tup_hot_upd) FROM pg_stat_xact_user_tables WHERE relid = 'grain_states'::regclass");

        Assert.Equal("0 3 1", did);
    }

    [StoreFact]
    public async Task AfterTheLastVersionComesTheFirst()
    {
        await _tables.RunAsync(string.Format(null, Write, "NULL"), $"UPDATE grain_states SET version = {int.MaxValue}");
        Assert.Equal(1, await _tables.RunAsync(string.Format(null, Write, int.MaxValue)));
    }

    private static Task RefusedAsync(Func<Task> write) => Assert.ThrowsAsync<InconsistentStateException>(write);

    private static GrainState<Note> Of(string text) => new(new() { Text = text });

    private async Task<GrainState<Note>> ReadAsync(string type, GrainId grain)
    {
        var state = new GrainState<Note>(new());
        await _storage.ReadStateAsync(type, grain, state);
        return state;
    }

    /// <summary>A state of some grain.</summary>
    [GenerateSerializer]
    internal sealed class Note
    {
        [Id(0)]
        public string Text { get; set; } = "";
    }
}
