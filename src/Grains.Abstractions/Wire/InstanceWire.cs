using System.Collections.Immutable;
using Stator.Statecharts.Data;
using Stator.Statecharts.Snapshots;

namespace Stator.Grains.Abstractions.Wire;

// Instances as they are read.

[GenerateSerializer, Immutable, Alias("stator.RunningInvocation")]
internal struct RunningInvocationWire
{
    [Id(0)]
    public long Number;

    [Id(1)]
    public int Attempt;

    [Id(2)]
    public string? Token;
}

[RegisterConverter]
internal sealed class RunningInvocationConverter : IConverter<RunningInvocation, RunningInvocationWire>
{
    public RunningInvocation ConvertFromSurrogate(in RunningInvocationWire surrogate) => new(surrogate.Number, surrogate.Attempt, surrogate.Token);

    public RunningInvocationWire ConvertToSurrogate(in RunningInvocation value) => new()
    {
        Number = value.Number,
        Attempt = value.Attempt,
        Token = value.Token,
    };
}

[GenerateSerializer, Immutable, Alias("stator.InstanceSnapshot")]
internal struct InstanceSnapshotWire
{
    [Id(0)]
    public MachineAddress Address;

    [Id(1)]
    public string Version;

    [Id(2)]
    public string Hash;

    [Id(3)]
    public long Sequence;

    [Id(4)]
    public SnapshotStatus Status;

    [Id(5)]
    public byte[] Snapshot;

    [Id(6)]
    public DateTimeOffset CreatedAt;

    [Id(7)]
    public DateTimeOffset UpdatedAt;

    [Id(8)]
    public ImmutableArray<RunningInvocation> Invocations;
}

[RegisterConverter]
internal sealed class InstanceSnapshotConverter : IConverter<InstanceSnapshot, InstanceSnapshotWire>
{
    public InstanceSnapshot ConvertFromSurrogate(in InstanceSnapshotWire surrogate) => new(surrogate.Address, surrogate.Version, surrogate.Hash, surrogate.Sequence, surrogate.Status, surrogate.Snapshot, surrogate.CreatedAt, surrogate.UpdatedAt)
    {
        Invocations = surrogate.Invocations,
    };

    public InstanceSnapshotWire ConvertToSurrogate(in InstanceSnapshot value) => new()
    {
        Address = value.Address,
        Version = value.Version,
        Hash = value.Hash,
        Sequence = value.Sequence,
        Status = value.Status,
        Snapshot = Bytes.Of(value.Snapshot),
        CreatedAt = value.CreatedAt,
        UpdatedAt = value.UpdatedAt,
        Invocations = value.Invocations,
    };
}

[GenerateSerializer, Immutable, Alias("stator.HistoryTurn")]
internal struct HistoryTurnWire
{
    [Id(0)]
    public MachineAddress Address;

    [Id(1)]
    public long Sequence;

    [Id(2)]
    public DateTimeOffset At;

    [Id(3)]
    public string Kind;

    [Id(4)]
    public string? EventId;

    [Id(5)]
    public string? Caller;

    [Id(6)]
    public Value Detail;
}

[RegisterConverter]
internal sealed class HistoryTurnConverter : IConverter<HistoryTurn, HistoryTurnWire>
{
    public HistoryTurn ConvertFromSurrogate(in HistoryTurnWire surrogate) => new(surrogate.Address, surrogate.Sequence, surrogate.At, surrogate.Kind, surrogate.EventId, surrogate.Caller, surrogate.Detail);

    public HistoryTurnWire ConvertToSurrogate(in HistoryTurn value) => new()
    {
        Address = value.Address,
        Sequence = value.Sequence,
        At = value.At,
        Kind = value.Kind,
        EventId = value.EventId,
        Caller = value.Caller,
        Detail = value.Detail,
    };
}

[GenerateSerializer, Immutable, Alias("stator.HistoryPage")]
internal struct HistoryPageWire
{
    [Id(0)]
    public ImmutableArray<HistoryTurn> Turns;

    [Id(1)]
    public long? Next;
}

[RegisterConverter]
internal sealed class HistoryPageConverter : IConverter<HistoryPage, HistoryPageWire>
{
    public HistoryPage ConvertFromSurrogate(in HistoryPageWire surrogate) => new(surrogate.Turns, surrogate.Next);

    public HistoryPageWire ConvertToSurrogate(in HistoryPage value) => new()
    {
        Turns = value.Turns,
        Next = value.Next,
    };
}

[GenerateSerializer, Immutable, Alias("stator.InstanceQuery")]
internal struct InstanceQueryWire
{
    [Id(0)]
    public string? Machine;

    [Id(1)]
    public string? Version;

    [Id(2)]
    public SnapshotStatus? Status;

    [Id(3)]
    public string? State;

    [Id(4)]
    public string? Tag;

    [Id(5)]
    public DateTimeOffset? UpdatedAfter;

    [Id(6)]
    public DateTimeOffset? UpdatedBefore;

    [Id(7)]
    public ImmutableArray<KeyValuePair<string, Value>> Context;

    [Id(8)]
    public int Limit;

    [Id(9)]
    public string? After;
}

[RegisterConverter]
internal sealed class InstanceQueryConverter : IConverter<InstanceQuery, InstanceQueryWire>
{
    public InstanceQuery ConvertFromSurrogate(in InstanceQueryWire surrogate) => new()
    {
        Machine = surrogate.Machine,
        Version = surrogate.Version,
        Status = surrogate.Status,
        State = surrogate.State,
        Tag = surrogate.Tag,
        UpdatedAfter = surrogate.UpdatedAfter,
        UpdatedBefore = surrogate.UpdatedBefore,
        Context = surrogate.Context,
        Limit = surrogate.Limit,
        After = surrogate.After,
    };

    public InstanceQueryWire ConvertToSurrogate(in InstanceQuery value) => new()
    {
        Machine = value.Machine,
        Version = value.Version,
        Status = value.Status,
        State = value.State,
        Tag = value.Tag,
        UpdatedAfter = value.UpdatedAfter,
        UpdatedBefore = value.UpdatedBefore,
        Context = value.Context,
        Limit = value.Limit,
        After = value.After,
    };
}

[GenerateSerializer, Immutable, Alias("stator.InstancePage")]
internal struct InstancePageWire
{
    [Id(0)]
    public ImmutableArray<InstanceSnapshot> Instances;

    [Id(1)]
    public string? Next;
}

[RegisterConverter]
internal sealed class InstancePageConverter : IConverter<InstancePage, InstancePageWire>
{
    public InstancePage ConvertFromSurrogate(in InstancePageWire surrogate) => new(surrogate.Instances, surrogate.Next);

    public InstancePageWire ConvertToSurrogate(in InstancePage value) => new()
    {
        Instances = value.Instances,
        Next = value.Next,
    };
}
