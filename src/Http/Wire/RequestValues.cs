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
    public static MachineAddress Address(HttpContext http)
    {
        CheckPath(http);
        return new((string)http.Request.RouteValues["machine"]!, (string)http.Request.RouteValues["key"]!);
    }

    /// <summary>A part of the path.</summary>
    public static string Route(HttpContext http, string name)
    {
        CheckPath(http);
        return (string)http.Request.RouteValues[name]!;
    }

    /// <summary>The name the caller gives its request; null where it gives none. One that cannot be told must not be passed over: the request would apply twice.</summary>
    public static string? EventId(HttpRequest request)
    {
        if (!request.Headers.TryGetValue("Idempotency-Key", out var values))
        {
            return null;
        }

        return values is [{ Length: > 0 } id] ? id : throw Invalid("'Idempotency-Key' must be given once, with at least one character.", "Idempotency-Key");
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
    public static CreateRequest Create(Value body)
    {
        if (body.Kind == ValueKind.Object && body.AsObject.Keys.FirstOrDefault(k => k is not ("input" or "version")) is { } unknown)
        {
            throw Invalid($"'{unknown}' is not known here. The machine's input goes under 'input': {{\"input\": {{\"{unknown}\": …}}}}.", $"/{unknown}");
        }

        CheckMembers(body, ["input", "version"], isOptional: true);
        return new() { Input = body["input"], Version = Version(body["version"]) };
    }

    /// <summary><c>{patch, reason}</c>.</summary>
    public static ContextEdit Edit(Value body, string? caller)
    {
        CheckMembers(body, ["patch", "reason"], isOptional: false);
        return body["patch"].Kind == ValueKind.Object
            ? new(body["patch"].AsObject, Note(body, caller))
            : throw Invalid("'patch' must be an object with the keys of the context to set: {\"patch\": {\"total\": 5}, \"reason\": \"…\"}.", "/patch");
    }

    /// <summary>Why an operator does something. History keeps it, so it must say something.</summary>
    public static OperatorNote Note(Value body, string? caller) => body["reason"] is { Kind: ValueKind.String } reason && !string.IsNullOrWhiteSpace(reason.AsString)
        ? new(reason.AsString, caller)
        : throw Invalid("'reason' must say why, for whoever reads the history later: {\"reason\": \"…\"}.", "/reason");

    /// <summary>Refuses a body that is no object of these members.</summary>
    public static void CheckMembers(Value body, string[] known, bool isOptional)
    {
        if (isOptional && body.IsNull)
        {
            return;
        }

        if (body.Kind != ValueKind.Object)
        {
            throw Invalid($"The body must be an object: {{{string.Join(", ", known.Select(k => $"\"{k}\": …"))}}}{(isOptional ? ", or empty" : "")}.");
        }

        if (body.AsObject.Keys.FirstOrDefault(k => !known.Contains(k)) is { } unknown)
        {
            var near = NearestName.Hint(unknown, known);
            throw Invalid($"'{unknown}' is not known here{(near.Length > 0 ? near : ".")} The body may have: {string.Join(", ", known)}.", $"/{unknown}");
        }
    }

    public static RequestRefusedException Invalid(string message, string place = "") => new(new(RequestFaultCode.InvalidRequest, message, place));

    /// <summary>The server leaves an escaped slash as it is, so that two paths would mean the same name: it is refused.</summary>
    private static void CheckPath(HttpContext http)
    {
        var target = http.Features.Get<IHttpRequestFeature>()?.RawTarget ?? "";
        var path = target.AsSpan(0, target.IndexOf('?', StringComparison.Ordinal) is var end and >= 0 ? end : target.Length);
        if (path.Contains('%') && path.Contains("%2F", StringComparison.OrdinalIgnoreCase))
        {
            throw Invalid("A name in a path cannot hold a slash, escaped ('%2F') or not.");
        }
    }

    private static string? Version(Value version) => version.Kind switch
    {
        ValueKind.Null => null,
        ValueKind.String => version.AsString,
        ValueKind.Int => version.ToString(),
        _ => throw Invalid("'version' must be a string.", "/version"),
    };
}
