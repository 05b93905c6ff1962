using System.Collections.Immutable;
using Stator.Machines.Stores;

namespace Stator.Grains.Abstractions.Wire;

// Incidents.

[GenerateSerializer, Immutable, Alias("stator.IncidentSubject")]
internal struct IncidentSubjectWire
{
    [Id(0)]
    public MachineAddress Address;

    [Id(1)]
    public string Kind;

    [Id(2)]
    public string Name;
}

[RegisterConverter]
internal sealed class IncidentSubjectConverter : IConverter<IncidentSubject, IncidentSubjectWire>
{
    public IncidentSubject ConvertFromSurrogate(in IncidentSubjectWire surrogate) => new(surrogate.Address, surrogate.Kind, surrogate.Name);

    public IncidentSubjectWire ConvertToSurrogate(in IncidentSubject value) => new()
    {
        Address = value.Address,
        Kind = value.Kind,
        Name = value.Name,
    };
}

[GenerateSerializer, Immutable, Alias("stator.Incident")]
internal struct IncidentWire
{
    [Id(0)]
    public long Number;

    [Id(1)]
    public MachineAddress Address;

    [Id(2)]
    public string Kind;

    [Id(3)]
    public string Subject;

    [Id(4)]
    public RequestFault Fault;

    [Id(5)]
    public int Attempts;

    [Id(6)]
    public DateTimeOffset FirstAt;

    [Id(7)]
    public DateTimeOffset LastAt;
}

[RegisterConverter]
internal sealed class IncidentConverter : IConverter<Incident, IncidentWire>
{
    public Incident ConvertFromSurrogate(in IncidentWire surrogate) => new(surrogate.Number, surrogate.Address, surrogate.Kind, surrogate.Subject, surrogate.Fault, surrogate.Attempts, surrogate.FirstAt, surrogate.LastAt);

    public IncidentWire ConvertToSurrogate(in Incident value) => new()
    {
        Number = value.Number,
        Address = value.Address,
        Kind = value.Kind,
        Subject = value.Subject,
        Fault = value.Fault,
        Attempts = value.Attempts,
        FirstAt = value.FirstAt,
        LastAt = value.LastAt,
    };
}

[GenerateSerializer, Immutable, Alias("stator.IncidentQuery")]
internal struct IncidentQueryWire
{
    [Id(0)]
    public string? Machine;

    [Id(1)]
    public string? Key;

    [Id(2)]
    public long After;

    [Id(3)]
    public int Limit;
}

[RegisterConverter]
internal sealed class IncidentQueryConverter : IConverter<IncidentQuery, IncidentQueryWire>
{
    public IncidentQuery ConvertFromSurrogate(in IncidentQueryWire surrogate) => new(surrogate.Machine, surrogate.Key, surrogate.After, surrogate.Limit);

    public IncidentQueryWire ConvertToSurrogate(in IncidentQuery value) => new()
    {
        Machine = value.Machine,
        Key = value.Key,
        After = value.After,
        Limit = value.Limit,
    };
}

[GenerateSerializer, Immutable, Alias("stator.IncidentPage")]
internal struct IncidentPageWire
{
    [Id(0)]
    public ImmutableArray<Incident> Incidents;

    [Id(1)]
    public long? Next;
}

[RegisterConverter]
internal sealed class IncidentPageConverter : IConverter<IncidentPage, IncidentPageWire>
{
    public IncidentPage ConvertFromSurrogate(in IncidentPageWire surrogate) => new(surrogate.Incidents, surrogate.Next);

    public IncidentPageWire ConvertToSurrogate(in IncidentPage value) => new()
    {
        Incidents = value.Incidents,
        Next = value.Next,
    };
}
