using Stator.Http.Client.Calls;
using Stator.Http.Client.Wire;
using Stator.Machines;
using Stator.Statecharts.Data;

namespace Stator.Http.Client;

/// <summary>The incidents of a host elsewhere. Nothing names a retry or a skip, so one whose answer was lost is not made again.</summary>
internal sealed class HttpIncidents(HttpCalls calls) : IIncidentClient
{
    public Task<IncidentPage> ListAsync(IncidentQuery query, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        return calls.SendAsync(
            new(HttpMethod.Get, "incidents")
            {
                Query = () => new CallQuery().Add("machine", query.Machine).Add("key", query.Key).Add("after", query.After).Add("limit", query.Limit),
            },
            utf8 =>
            {
                var page = Value.Parse(utf8);
                return new IncidentPage([.. page["incidents"].AsList.Select(Read)], page["next"] is { IsInt: true } next ? next.AsInt : null);
            },
            cancellation);
    }

    public Task<Incident?> RetryAsync(long number, CancellationToken cancellation = default) => calls.SendAsync(
        new(HttpMethod.Post, $"incidents/{number}:retry") { IsNameless = true },
        utf8 => Value.Parse(utf8)["incident"] is { IsNull: false } incident ? Read(incident) : null,
        cancellation);

    public Task SkipAsync(long number, OperatorNote note, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(note);
        return calls.SendAsync(
            new(HttpMethod.Post, $"incidents/{number}:skip") { IsNameless = true, Body = ObjectValue.Of(("reason", note.Reason)) }, _ => true, cancellation);
    }

    private static Incident Read(Value incident)
    {
        var fault = incident["fault"];
        return new(
            incident["number"].AsInt,
            new(incident["machine"].AsString, incident["key"].AsString),
            incident["kind"].AsString,
            incident["subject"].AsString,
            new(fault["code"].AsString, fault["detail"].AsString, fault["place"] is { Kind: ValueKind.String } place ? place.AsString : ""),
            (int)incident["attempts"].AsInt,
            TurnReading.Time(incident["firstAt"]),
            TurnReading.Time(incident["lastAt"]));
    }
}
