using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Stator.Machines;
using Stator.Statecharts;
using Stator.Statecharts.Data;

namespace Stator.Http.Wire;

/// <summary>Requests out of what came over the wire.</summary>
internal static class RequestValues
{
    public static MachineAddress Address(HttpContext http) => new(Route(http, "machine"), Route(http, "key"));

    /// <summary>A part of the path. The server leaves an escaped slash as it is, so that two paths would mean the same name: it is refused.</summary>
    public static string Route(HttpContext http, string name)
    {
        var target = http.Features.Get<IHttpRequestFeature>()?.RawTarget ?? "";
        var path = target.AsSpan(0, target.IndexOf('?', StringComparison.Ordinal) is var end and >= 0 ? end : target.Length);
        return path.Contains("%2F", StringComparison.OrdinalIgnoreCase)
            ? throw Invalid("A name in a path cannot hold a slash, escaped ('%2F') or not.")
            : (string)http.Request.RouteValues[name]!;
    }

    /// <summary>Parameters that the interface will have one day: whoever sends them counts on more than is done today.</summary>
    private static readonly string[] Planned = ["wait", "timeout", "at", "for", "after", "limit"];

    /// <summary>Refuses query parameters that a route does not take: ignored, they would make it do something else than was asked for.</summary>
    public static void CheckQuery(HttpContext http, string[] known)
    {
        foreach (var name in http.Request.Query.Keys)
        {
            if (!known.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                var why = Planned.Contains(name, StringComparer.OrdinalIgnoreCase) ? "is not supported yet" : "is not known here";
                var takes = known.Length == 0 ? "This route takes no query parameters." : $"This route takes: {string.Join(", ", known)}.";
                throw Invalid($"The query parameter '{name}' {why}. {takes} Leave it out.", $"?{name}");
            }
        }
    }

    /// <summary>The name the caller gives its request; null where it gives none. One that cannot be told must not be passed over: the request would apply twice.</summary>
    public static string? EventId(HttpContext http)
    {
        if (!http.Request.Headers.TryGetValue("Idempotency-Key", out var values))
        {
            return null;
        }

        return values is [{ Length: > 0 } id] ? id : throw Invalid("'Idempotency-Key' must be given once, with at least one character.", "Idempotency-Key");
    }

    /// <summary>A query parameter that is true or false; false where it is not given.</summary>
    public static bool Flag(HttpContext http, string name)
    {
        if (!http.Request.Query.TryGetValue(name, out var values))
        {
            return false;
        }

        return values is [{ } text] && bool.TryParse(text, out var flag) ? flag : throw Invalid($"'{name}' must be true or false.", $"?{name}");
    }

    /// <summary>One event: an object with a string <c>type</c>.</summary>
    public static Event Event(Value value, string place = "") => Statecharts.Event.FromValue(value)
        ?? throw Invalid("An event must be an object with a 'type': {\"type\": \"NAME\", …}.", place);

    public static ImmutableArray<Event> Events(Value value)
    {
        if (value.Kind != ValueKind.List)
        {
            throw Invalid("A batch must be a list of events: [{\"type\": \"NAME\"}, …].");
        }

        var events = ImmutableArray.CreateBuilder<Event>(value.AsList.Count);
        foreach (var item in value.AsList)
        {
            events.Add(Event(item, $"/{events.Count}"));
        }

        return events.MoveToImmutable();
    }

    /// <summary><c>{input?, version?}</c>, or nothing at all.</summary>
    public static CreateRequest Create(Value value, string? eventId)
    {
        if (value.IsNull)
        {
            return new() { EventId = eventId };
        }

        if (value.Kind != ValueKind.Object)
        {
            throw Invalid("The body must be an object: {\"input\": …, \"version\": \"…\"}, both optional.");
        }

        if (value.AsObject.Keys.FirstOrDefault(k => k is not ("input" or "version")) is { } unknown)
        {
            throw Invalid($"'{unknown}' is not known here. The machine's input goes under 'input': {{\"input\": {{\"{unknown}\": …}}}}.", $"/{unknown}");
        }

        return new() { Input = value["input"], Version = Version(value["version"]), EventId = eventId };
    }

    public static RequestRefusedException Invalid(string message, string place = "") => new(new(RequestFaultCode.InvalidRequest, message, place));

    private static string? Version(Value version) => version.Kind switch
    {
        ValueKind.Null => null,
        ValueKind.String => version.AsString,
        ValueKind.Int => version.ToString(),
        _ => throw Invalid("'version' must be a string.", "/version"),
    };
}
