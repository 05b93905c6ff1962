using System.Text;
using Stator.Machines.Stores;
using Stator.Machines.Tests.Support;
using Stator.Statecharts.Data;
using Stator.Statecharts.Snapshots;

namespace Stator.Machines.Tests.Stores;

/// <summary>Instances are found as if each was looked at, and in pages as if all came at once.</summary>
public abstract partial class StoreConformance
{
    private static readonly MachineAddress C = new("m", "c");

    [StoreFact]
    public async Task ContextIsComparedByKindAndMagnitude()
    {
        await CommitAsync(Contexts(
            """{"context":{"n":5,"s":"5","b":true,"deep":{"ü":"\u00fc\n\u0000"}}}""",
            """{"other":{"context":{"n":5}},"context":{"n":5.0,"s":"x","b":false}}""",
            """{"context":{"n":null,"s":5,"deep":[1]}}""",
            """{"context":17}""",
            "no JSON at all",
            """{"context":{"n":9007199254740993}}"""));

        Assert.Equal("0,1", await FoundAsync(["n"], 5));
        Assert.Equal("0,1", await FoundAsync(["n"], 5.0));
        Assert.Equal("2", await FoundAsync(["s"], 5));
        Assert.Equal("0", await FoundAsync(["s"], "5"));
        Assert.Equal("0", await FoundAsync(["b"], true));
        Assert.Equal("1", await FoundAsync(["b"], false));
        Assert.Equal("0", await FoundAsync(["deep", "ü"], "ü\n\0"));
        Assert.Equal("5", await FoundAsync(["n"], 9007199254740993));
        Assert.Equal("", await FoundAsync(["n"], 9007199254740992));
        Assert.Equal("", await FoundAsync(["n", "deeper"], 5));
    }

    [StoreFact]
    public async Task WhatIsFoundIsFoundByANaiveFilterToo()
    {
        var random = new Random(7);
        var all = Enumerable.Range(0, 200).Select(i => Random(random, i)).ToList();
        foreach (var batch in all.Chunk(50))
        {
            await CommitAsync([.. batch]);
        }

        for (var i = 0; i < 150; i++)
        {
            var filter = Random(random);
            var expected = all.Where(c => Meets(c, filter)).Select(c => c.Record.Address);
            var found = new List<FoundInstance>();
            while (await Store.FindAsync(filter with { After = found.Count == 0 ? 0 : found[^1].Ordinal }, default) is { Count: > 0 } page)
            {
                Assert.True(page.Count <= filter.Limit);
                found.AddRange(page);
            }

            Assert.Equal(expected, found.Select(f => f.Record.Address));
        }
    }

    private static InstanceCommit[] Contexts(params string[] snapshots) =>
        [.. snapshots.Select((snapshot, i) => new InstanceCommit(Record(new("m", $"{i}"), 1) with { Snapshot = Bytes(snapshot) }, 0))];

    private async Task<string> FoundAsync(string[] path, Value value) => string.Join(
        ',', (await Store.FindAsync(new() { Context = [new([.. path], value)] }, default)).Select(f => f.Record.Address.Key));

    private static InstanceCommit Random(Random random, int key)
    {
        var record = Record(new($"m{random.Next(3)}", $"{key}"), 1) with
        {
            Version = $"{random.Next(2)}",
            Status = (SnapshotStatus)random.Next(4),
            UpdatedAtMs = random.Next(100),
            Snapshot = Bytes($$$"""{"context":{"n":{{{random.Next(4)}}},"s":"t{{{random.Next(4)}}}"}}"""),
        };
        return new(record, 0) { AddedTerms = [.. new[] { "s:a", "s:b", "t:c" }.Where(_ => random.Next(2) == 0)] };
    }

    private static InstanceFilter Random(Random random) => new()
    {
        Machine = random.Next(2) == 0 ? $"m{random.Next(3)}" : null,
        Version = random.Next(3) == 0 ? $"{random.Next(2)}" : null,
        Status = random.Next(3) == 0 ? (SnapshotStatus)random.Next(4) : null,
        UpdatedAfterMs = random.Next(4) == 0 ? random.Next(100) : null,
        UpdatedBeforeMs = random.Next(4) == 0 ? random.Next(100) : null,
        Terms = [.. new[] { "s:a", "s:b", "t:c" }.Where(_ => random.Next(4) == 0)],
        Context = random.Next(3) == 0 ? [new(["n"], random.Next(4)), .. random.Next(2) == 0 ? [new ContextCondition(["s"], $"t{random.Next(4)}")] : Array.Empty<ContextCondition>()] : [],
        Limit = random.Next(1, 20),
    };

    /// <summary>Says the same as the filter, in the plainest way.</summary>
    private static bool Meets(InstanceCommit commit, InstanceFilter filter)
    {
        var record = commit.Record;
        var context = Value.Parse(Encoding.UTF8.GetString(record.Snapshot.Span))["context"];
        return (filter.Machine ?? record.Address.Machine) == record.Address.Machine
            && (filter.Version ?? record.Version) == record.Version
            && (filter.Status ?? record.Status) == record.Status
            && !(record.UpdatedAtMs <= filter.UpdatedAfterMs)
            && !(record.UpdatedAtMs >= filter.UpdatedBeforeMs)
            && filter.Terms.All(term => commit.AddedTerms.Contains(term))
            && filter.Context.All(c => context[c.Path[0]] == c.Value);
    }
}
