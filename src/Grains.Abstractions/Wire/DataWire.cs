using Stator.Statecharts;
using Stator.Statecharts.Data;
using Stator.Statecharts.Interpretation;
using Stator.Statecharts.Parsing;

namespace Stator.Grains.Abstractions.Wire;

// What charts see, between silos: JSON, as everywhere else. Numbers of the members never change their meaning; new ones are added behind.

[GenerateSerializer, Immutable, Alias("stator.Value")]
internal struct ValueWire
{
    [Id(0)]
    public string? Json;
}

[RegisterConverter]
internal sealed class ValueConverter : IConverter<Value, ValueWire>
{
    public Value ConvertFromSurrogate(in ValueWire surrogate) => surrogate.Json is { } json ? Value.Parse(json) : default;

    public ValueWire ConvertToSurrogate(in Value value) => new() { Json = value.IsNull ? null : value.ToString() };
}

[GenerateSerializer, Immutable, Alias("stator.ObjectValue")]
internal struct ObjectValueWire
{
    [Id(0)]
    public string Json;
}

[RegisterConverter]
internal sealed class ObjectValueConverter : IConverter<ObjectValue, ObjectValueWire>
{
    public ObjectValue ConvertFromSurrogate(in ObjectValueWire surrogate) => Value.Parse(surrogate.Json).AsObject;

    public ObjectValueWire ConvertToSurrogate(in ObjectValue value) => new() { Json = ((Value)value).ToString() };
}

[GenerateSerializer, Immutable, Alias("stator.Event")]
internal struct EventWire
{
    [Id(0)]
    public string Type;

    [Id(1)]
    public string? Members;
}

[RegisterConverter]
internal sealed class EventConverter : IConverter<Event, EventWire>
{
    public Event ConvertFromSurrogate(in EventWire surrogate) =>
        surrogate.Members is { } members ? Event.Of(surrogate.Type, Value.Parse(members).AsObject) : new(surrogate.Type);

    public EventWire ConvertToSurrogate(in Event value) => new() { Type = value.Type, Members = value.HasPayload ? value.ToString() : null };
}

[GenerateSerializer, Immutable, Alias("stator.Outcome")]
internal struct OutcomeWire
{
    [Id(0)]
    public bool IsError;

    [Id(1)]
    public Value Value;
}

[RegisterConverter]
internal sealed class OutcomeConverter : IConverter<Outcome, OutcomeWire>
{
    public Outcome ConvertFromSurrogate(in OutcomeWire surrogate) => new(surrogate.IsError, surrogate.Value);

    public OutcomeWire ConvertToSurrogate(in Outcome value) => new() { IsError = value.IsError, Value = value.Value };
}

[GenerateSerializer, Immutable, Alias("stator.Diagnostic")]
internal struct DiagnosticWire
{
    [Id(0)]
    public string Code;

    [Id(1)]
    public bool IsError;

    [Id(2)]
    public string Message;

    [Id(3)]
    public string Remedy;

    [Id(4)]
    public string Pointer;

    [Id(5)]
    public int Line;

    [Id(6)]
    public int Column;
}

[RegisterConverter]
internal sealed class DiagnosticConverter : IConverter<Diagnostic, DiagnosticWire>
{
    public Diagnostic ConvertFromSurrogate(in DiagnosticWire surrogate) => new(
        surrogate.Code, surrogate.IsError ? DiagnosticSeverity.Error : DiagnosticSeverity.Warning, surrogate.Message, surrogate.Remedy,
        new(surrogate.Pointer, surrogate.Line, surrogate.Column));

    public DiagnosticWire ConvertToSurrogate(in Diagnostic value) => new()
    {
        Code = value.Code,
        IsError = value.Severity == DiagnosticSeverity.Error,
        Message = value.Message,
        Remedy = value.Remedy,
        Pointer = value.Place.Pointer,
        Line = value.Place.Line,
        Column = value.Place.Column,
    };
}
