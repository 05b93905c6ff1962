using System.Collections.Immutable;
using Stator.Statecharts;
using Stator.Statecharts.Data;
using Stator.Statecharts.Parsing;

namespace Stator.Grains.Abstractions.Wire;

// Requests, and why they are refused.

[GenerateSerializer, Immutable, Alias("stator.MachineAddress")]
internal struct MachineAddressWire
{
    [Id(0)]
    public string Machine;

    [Id(1)]
    public string Key;
}

[RegisterConverter]
internal sealed class MachineAddressConverter : IConverter<MachineAddress, MachineAddressWire>
{
    public MachineAddress ConvertFromSurrogate(in MachineAddressWire surrogate) => new(surrogate.Machine, surrogate.Key);

    public MachineAddressWire ConvertToSurrogate(in MachineAddress value) => new()
    {
        Machine = value.Machine,
        Key = value.Key,
    };
}

[GenerateSerializer, Immutable, Alias("stator.RequestFault")]
internal struct RequestFaultWire
{
    [Id(0)]
    public string Code;

    [Id(1)]
    public string Message;

    [Id(2)]
    public string Place;

    [Id(3)]
    public ImmutableArray<Diagnostic> Diagnostics;
}

[RegisterConverter]
internal sealed class RequestFaultConverter : IConverter<RequestFault, RequestFaultWire>
{
    public RequestFault ConvertFromSurrogate(in RequestFaultWire surrogate) => new(surrogate.Code, surrogate.Message, surrogate.Place)
    {
        Diagnostics = surrogate.Diagnostics,
    };

    public RequestFaultWire ConvertToSurrogate(in RequestFault value) => new()
    {
        Code = value.Code,
        Message = value.Message,
        Place = value.Place,
        Diagnostics = value.Diagnostics,
    };
}

[GenerateSerializer, Immutable, Alias("stator.CreateRequest")]
internal struct CreateRequestWire
{
    [Id(0)]
    public Value Input;

    [Id(1)]
    public string? Version;

    [Id(2)]
    public string? EventId;

    [Id(3)]
    public string? Caller;
}

[RegisterConverter]
internal sealed class CreateRequestConverter : IConverter<CreateRequest, CreateRequestWire>
{
    public CreateRequest ConvertFromSurrogate(in CreateRequestWire surrogate) => new()
    {
        Input = surrogate.Input,
        Version = surrogate.Version,
        EventId = surrogate.EventId,
        Caller = surrogate.Caller,
    };

    public CreateRequestWire ConvertToSurrogate(in CreateRequest value) => new()
    {
        Input = value.Input,
        Version = value.Version,
        EventId = value.EventId,
        Caller = value.Caller,
    };
}

[GenerateSerializer, Immutable, Alias("stator.WaitCondition")]
internal struct WaitConditionWire
{
    [Id(0)]
    public WaitKind Kind;

    [Id(1)]
    public string? Name;
}

[RegisterConverter]
internal sealed class WaitConditionConverter : IConverter<WaitCondition, WaitConditionWire>
{
    public WaitCondition ConvertFromSurrogate(in WaitConditionWire surrogate) => new(surrogate.Kind, surrogate.Name);

    public WaitConditionWire ConvertToSurrogate(in WaitCondition value) => new()
    {
        Kind = value.Kind,
        Name = value.Name,
    };
}

[GenerateSerializer, Immutable, Alias("stator.SendRequest")]
internal struct SendRequestWire
{
    [Id(0)]
    public ImmutableArray<Event> Events;

    [Id(1)]
    public string? EventId;

    [Id(2)]
    public CreateRequest? CreateWith;

    [Id(3)]
    public string? Caller;
}

[RegisterConverter]
internal sealed class SendRequestConverter : IConverter<SendRequest, SendRequestWire>
{
    public SendRequest ConvertFromSurrogate(in SendRequestWire surrogate) => new(surrogate.Events)
    {
        EventId = surrogate.EventId,
        CreateWith = surrogate.CreateWith,
        Caller = surrogate.Caller,
    };

    public SendRequestWire ConvertToSurrogate(in SendRequest value) => new()
    {
        Events = value.Events,
        EventId = value.EventId,
        CreateWith = value.CreateWith,
        Caller = value.Caller,
    };
}

[GenerateSerializer, Immutable, Alias("stator.OperatorNote")]
internal struct OperatorNoteWire
{
    [Id(0)]
    public string Reason;

    [Id(1)]
    public string? Caller;
}

[RegisterConverter]
internal sealed class OperatorNoteConverter : IConverter<OperatorNote, OperatorNoteWire>
{
    public OperatorNote ConvertFromSurrogate(in OperatorNoteWire surrogate) => new(surrogate.Reason, surrogate.Caller);

    public OperatorNoteWire ConvertToSurrogate(in OperatorNote value) => new()
    {
        Reason = value.Reason,
        Caller = value.Caller,
    };
}

[GenerateSerializer, Immutable, Alias("stator.ContextEdit")]
internal struct ContextEditWire
{
    [Id(0)]
    public ObjectValue Patch;

    [Id(1)]
    public OperatorNote Note;

    [Id(2)]
    public string? EventId;
}

[RegisterConverter]
internal sealed class ContextEditConverter : IConverter<ContextEdit, ContextEditWire>
{
    public ContextEdit ConvertFromSurrogate(in ContextEditWire surrogate) => new(surrogate.Patch, surrogate.Note)
    {
        EventId = surrogate.EventId,
    };

    public ContextEditWire ConvertToSurrogate(in ContextEdit value) => new()
    {
        Patch = value.Patch,
        Note = value.Note,
        EventId = value.EventId,
    };
}
