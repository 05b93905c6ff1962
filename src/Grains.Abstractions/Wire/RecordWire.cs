using Stator.Machines.Stores;

namespace Stator.Grains.Abstractions.Wire;

// What belongs to an instance at rest.

[GenerateSerializer, Immutable, Alias("stator.OutboxId")]
internal struct OutboxIdWire
{
    [Id(0)]
    public MachineAddress Address;

    [Id(1)]
    public long Sequence;

    [Id(2)]
    public int Position;
}

[RegisterConverter]
internal sealed class OutboxIdConverter : IConverter<OutboxId, OutboxIdWire>
{
    public OutboxId ConvertFromSurrogate(in OutboxIdWire surrogate) => new(surrogate.Address, surrogate.Sequence, surrogate.Position);

    public OutboxIdWire ConvertToSurrogate(in OutboxId value) => new()
    {
        Address = value.Address,
        Sequence = value.Sequence,
        Position = value.Position,
    };
}

[GenerateSerializer, Immutable, Alias("stator.OutboxEntry")]
internal struct OutboxEntryWire
{
    [Id(0)]
    public OutboxId Id;

    [Id(1)]
    public string Kind;

    [Id(2)]
    public byte[] Payload;

    [Id(3)]
    public string? Trace;
}

[RegisterConverter]
internal sealed class OutboxEntryConverter : IConverter<OutboxEntry, OutboxEntryWire>
{
    public OutboxEntry ConvertFromSurrogate(in OutboxEntryWire surrogate) => new(surrogate.Id, surrogate.Kind, surrogate.Payload, surrogate.Trace);

    public OutboxEntryWire ConvertToSurrogate(in OutboxEntry value) => new()
    {
        Id = value.Id,
        Kind = value.Kind,
        Payload = Bytes.Of(value.Payload),
        Trace = value.Trace,
    };
}

[GenerateSerializer, Immutable, Alias("stator.PendingTimer")]
internal struct PendingTimerWire
{
    [Id(0)]
    public long Number;

    [Id(1)]
    public long DueMs;

    [Id(2)]
    public string? Trace;
}

[RegisterConverter]
internal sealed class PendingTimerConverter : IConverter<PendingTimer, PendingTimerWire>
{
    public PendingTimer ConvertFromSurrogate(in PendingTimerWire surrogate) => new(surrogate.Number, surrogate.DueMs, surrogate.Trace);

    public PendingTimerWire ConvertToSurrogate(in PendingTimer value) => new()
    {
        Number = value.Number,
        DueMs = value.DueMs,
        Trace = value.Trace,
    };
}

[GenerateSerializer, Immutable, Alias("stator.ProcessedId")]
internal struct ProcessedIdWire
{
    [Id(0)]
    public string EventId;

    [Id(1)]
    public long AtMs;
}

[RegisterConverter]
internal sealed class ProcessedIdConverter : IConverter<ProcessedId, ProcessedIdWire>
{
    public ProcessedId ConvertFromSurrogate(in ProcessedIdWire surrogate) => new(surrogate.EventId, surrogate.AtMs);

    public ProcessedIdWire ConvertToSurrogate(in ProcessedId value) => new()
    {
        EventId = value.EventId,
        AtMs = value.AtMs,
    };
}

[GenerateSerializer, Immutable, Alias("stator.ProcessedEvent")]
internal struct ProcessedEventWire
{
    [Id(0)]
    public string EventId;

    [Id(1)]
    public long Sequence;

    [Id(2)]
    public long AtMs;

    [Id(3)]
    public byte[] Receipt;
}

[RegisterConverter]
internal sealed class ProcessedEventConverter : IConverter<ProcessedEvent, ProcessedEventWire>
{
    public ProcessedEvent ConvertFromSurrogate(in ProcessedEventWire surrogate) => new(surrogate.EventId, surrogate.Sequence, surrogate.AtMs, surrogate.Receipt);

    public ProcessedEventWire ConvertToSurrogate(in ProcessedEvent value) => new()
    {
        EventId = value.EventId,
        Sequence = value.Sequence,
        AtMs = value.AtMs,
        Receipt = Bytes.Of(value.Receipt),
    };
}

[GenerateSerializer, Immutable, Alias("stator.HistoryEntry")]
internal struct HistoryEntryWire
{
    [Id(0)]
    public long Sequence;

    [Id(1)]
    public long AtMs;

    [Id(2)]
    public string Kind;

    [Id(3)]
    public string? EventId;

    [Id(4)]
    public byte[] Detail;

    [Id(5)]
    public string? Caller;
}

[RegisterConverter]
internal sealed class HistoryEntryConverter : IConverter<HistoryEntry, HistoryEntryWire>
{
    public HistoryEntry ConvertFromSurrogate(in HistoryEntryWire surrogate) => new(surrogate.Sequence, surrogate.AtMs, surrogate.Kind, surrogate.EventId, surrogate.Detail)
    {
        Caller = surrogate.Caller,
    };

    public HistoryEntryWire ConvertToSurrogate(in HistoryEntry value) => new()
    {
        Sequence = value.Sequence,
        AtMs = value.AtMs,
        Kind = value.Kind,
        EventId = value.EventId,
        Detail = Bytes.Of(value.Detail),
        Caller = value.Caller,
    };
}

[GenerateSerializer, Immutable, Alias("stator.InvocationProgress")]
internal struct InvocationProgressWire
{
    [Id(0)]
    public OutboxId Id;

    [Id(1)]
    public int Attempt;

    [Id(2)]
    public int Failures;

    [Id(3)]
    public long DueMs;
}

[RegisterConverter]
internal sealed class InvocationProgressConverter : IConverter<InvocationProgress, InvocationProgressWire>
{
    public InvocationProgress ConvertFromSurrogate(in InvocationProgressWire surrogate) => new(surrogate.Id, surrogate.Attempt, surrogate.Failures, surrogate.DueMs);

    public InvocationProgressWire ConvertToSurrogate(in InvocationProgress value) => new()
    {
        Id = value.Id,
        Attempt = value.Attempt,
        Failures = value.Failures,
        DueMs = value.DueMs,
    };
}

[GenerateSerializer, Immutable, Alias("stator.InvocationRecord")]
internal struct InvocationRecordWire
{
    [Id(0)]
    public OutboxId Id;

    [Id(1)]
    public long Number;

    [Id(2)]
    public string Source;

    [Id(3)]
    public byte[] Payload;

    [Id(4)]
    public InvocationProgress Progress;

    [Id(5)]
    public string? Trace;
}

[RegisterConverter]
internal sealed class InvocationRecordConverter : IConverter<InvocationRecord, InvocationRecordWire>
{
    public InvocationRecord ConvertFromSurrogate(in InvocationRecordWire surrogate) => new(surrogate.Id, surrogate.Number, surrogate.Source, surrogate.Payload, surrogate.Progress, surrogate.Trace);

    public InvocationRecordWire ConvertToSurrogate(in InvocationRecord value) => new()
    {
        Id = value.Id,
        Number = value.Number,
        Source = value.Source,
        Payload = Bytes.Of(value.Payload),
        Progress = value.Progress,
        Trace = value.Trace,
    };
}
