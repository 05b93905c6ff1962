using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;
using Stator.Grains.Abstractions;
using Stator.Grains.Machines;
using Stator.Grains.Services;
using Stator.Machines;
using Stator.Machines.Stores;
using Stator.Statecharts;
using Stator.Statecharts.Data;
using Stator.Statecharts.Parsing;
using Stator.Statecharts.Snapshots;

namespace Stator.Grains.Tests.Wire;

/// <summary>
/// Silos of two versions work together during an upgrade, and records outlive many: what version 1 wrote, as it stands in
/// <c>tests/fixtures/wire</c>, is read for ever. A new kind of record is added with <c>STATOR_WRITE_WIRE=1</c>; one that is there never changes.
/// </summary>
public sealed class UpgradeTests
{
    private static readonly MachineAddress Address = new("m", "k é/%");
    private static readonly OutboxId Id = new(Address, 7, 1);
    private static readonly string Path = System.IO.Path.Combine(Source(), "..", "..", "fixtures", "wire", "1.json");

    private readonly Serializer _serializer = new ServiceCollection().AddSerializer().BuildServiceProvider().GetRequiredService<Serializer>();

    private static Receipt Receipt { get; } = new(
        Address, "1", 7, SnapshotStatus.Active, "open", ["m.open"], ObjectValue.Of(("n", 1.0)), ["t"], default, true, false, "e");

    private static InvocationRecord Invocation { get; } = new(Id, 1, "http", "{}"u8.ToArray(), new(Id, 1, 2, 3), "t");

    private static InstanceCommit Commit { get; } = new(
        new(Address, "1", "hash", 7, SnapshotStatus.Active, "{}"u8.ToArray(), 1, 2) { FirstSequence = 3, DisposedAtMs = 4 }, 6)
    {
        ArmedTimers = [new(1, 2, "t")],
        RemovedTimers = [3],
        Outbox = [new(Id, "sendEvent", "{}"u8.ToArray(), "t")],
        Processed = [new("e", 7, 8, "{}"u8.ToArray())],
        Forgotten = ["f"],
        History = [new(7, 8, "event", "e", "{}"u8.ToArray()) { Caller = "c" }],
        StartedInvocations = [Invocation],
        EndedInvocations = [4],
        AddedTerms = ["a"],
        RemovedTerms = ["b"],
        SettledIncidents = [new(Address, IncidentKind.Timer, "1")],
    };

    private static PublishedDefinition Published { get; } = new("m", "1", "hash", DateTimeOffset.UnixEpoch, "{}"u8.ToArray())
    {
        Definition = () => throw new InvalidOperationException("Nobody asks for it."),
    };

    public static TheoryData<string> Kinds => [.. Records().Keys];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void WhatVersionOneWroteIsRead(string kind)
    {
        var written = Fixture();
        var record = Records()[kind];
        if (Environment.GetEnvironmentVariable("STATOR_WRITE_WIRE") == "1" && !written.ContainsKey(kind))
        {
            Add(kind, _serializer.SerializeToArray(record));
            written = Fixture();
        }

        var read = _serializer.Deserialize<object>(Convert.FromBase64String(written[kind]))!;
        Assert.Equal(record.GetType(), read.GetType());

        // Compared as they are written now: with whatever was added since, at its default.
        Assert.Equal(Convert.ToBase64String(_serializer.SerializeToArray(record)), Convert.ToBase64String(_serializer.SerializeToArray(read)));
    }

    private static Dictionary<string, object> Records() => new()
    {
        ["Answer<Receipt>"] = Answer.Of(Receipt),
        ["Answer<Receipt>, refused"] = Answer.Refused<Receipt>(new("code", "message", "/place")),
        ["CreateRequest"] = new CreateRequest { Input = ObjectValue.Of(("a", 1)), Version = "1", EventId = "e", Caller = "c" },
        ["SendRequest"] = new SendRequest([new Event("A"), Event.Of("B", ("b", 2))]) { EventId = "e", Caller = "c", CreateWith = new() { Version = "1" } },
        ["ContextEdit"] = new ContextEdit(ObjectValue.Of(("a", 1)), new("why", "who")) { EventId = "e" },
        ["InstanceSnapshot"] = new InstanceSnapshot(
            Address, "1", "hash", 7, SnapshotStatus.Done, "{}"u8.ToArray(), DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch) { Invocations = [new(1, 2, "token")] },
        ["HistoryPage"] = new HistoryPage([new(Address, 7, DateTimeOffset.UnixEpoch, "event", "e", "c", ObjectValue.Of(("a", 1)))], 7),
        ["InstanceQuery"] = new InstanceQuery { Machine = "m", Status = SnapshotStatus.Error, Context = [new("a", 1)], Limit = 5, After = "x" },
        ["IncidentPage"] = new IncidentPage([new(1, Address, IncidentKind.Service, "1", new("code", "message"), 5, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch)], 1),
        ["InvocationRecord"] = Invocation,
        ["InstanceCommit"] = Commit,
        ["MachineRecord"] = new MachineRecord
        {
            Instance = Commit.Record, Processed = [new("e", 1)], TracedTimers = [new(1, 2, "t")], Outbox = Commit.Outbox, Invocations = [Invocation], Unprojected = [Commit],
        },
        ["ServiceRecord"] = new ServiceRecord { Progress = new(Id, 1, 2, 3) },
        ["Following"] = new Following(new([new(Address, 7, DateTimeOffset.UnixEpoch, "event", "e", "c", ObjectValue.Of(("a", 1)))], 7), true),
        ["Reached"] = new Reached(Receipt, new(Address, "1", "hash", 7, SnapshotStatus.Active, "{}"u8.ToArray(), DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch)),
        ["PublishReceipt"] = new PublishReceipt(Published, true, [new("SC0001", DiagnosticSeverity.Warning, "message", "Remedy.", new("/place", 1, 2))]),
        ["DefinitionUse"] = new DefinitionUse(Published, ImmutableDictionary<SnapshotStatus, long>.Empty.Add(SnapshotStatus.Done, 5)),
        ["OperatorNote"] = new OperatorNote("why", "who"),
    };

    /// <summary>The folder of this file, so that what is written stands where it is reviewed.</summary>
    private static string Source([System.Runtime.CompilerServices.CallerFilePath] string file = "") => System.IO.Path.GetDirectoryName(file)!;

    private static Dictionary<string, string> Fixture() =>
        File.Exists(Path) ? JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(Path))! : [];

    private static void Add(string kind, byte[] bytes)
    {
        var all = Fixture();
        all[kind] = Convert.ToBase64String(bytes);
        System.IO.Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
        File.WriteAllText(Path, JsonSerializer.Serialize(all, new JsonSerializerOptions { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
    }
}
