using System.Globalization;
using Microsoft.AspNetCore.Http;
using Stator.Http.Routes;
using Stator.Machines;
using Stator.Statecharts.Data;
using Stator.Statecharts.Parsing;
using Stator.Statecharts.Snapshots;

namespace Stator.Http.Wire;

/// <summary>Query parameters, each given once and of its kind; anything else is refused rather than passed over.</summary>
internal static class QueryValues
{
    private const int MaxLimit = 1_000;

    /// <summary>Refuses query parameters that a route does not take: ignored, they would make it do something else than was asked for.</summary>
    public static void Check(HttpRequest request, Route route)
    {
        // Most requests have none; the framework's collection of them is not even made then.
        if (!request.QueryString.HasValue)
        {
            return;
        }

        foreach (var name in request.Query.Keys)
        {
            if (!route.Query.Any(q => q.Matches(name)))
            {
                var takes = route.Query.IsEmpty ? "This route takes no query parameters." : $"This route takes: {string.Join(", ", route.Query.Select(q => q.Name))}.";
                var near = NearestName.Hint(name, route.Query.Select(q => q.Name));
                throw Invalid($"The query parameter '{name}' is not known here{(near.Length > 0 ? near : ".")} {takes}", name);
            }
        }
    }

    /// <summary>A text; null where it is not given.</summary>
    public static string? Text(HttpRequest request, string name)
    {
        if (!request.QueryString.HasValue || !request.Query.TryGetValue(name, out var values))
        {
            return null;
        }

        return values is [{ Length: > 0 } text] ? text : throw Invalid($"'{name}' must be given once, and not empty.", name);
    }

    /// <summary>true or false; false where it is not given.</summary>
    public static bool Flag(HttpRequest request, string name) => Text(request, name) switch
    {
        null => false,
        var text => bool.TryParse(text, out var flag) ? flag : throw Invalid($"'{name}' must be true or false.", name),
    };

    /// <summary>A whole number that is not negative; null where it is not given.</summary>
    public static long? Whole(HttpRequest request, string name) => Text(request, name) switch
    {
        null => null,
        var text => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw Invalid($"'{name}' must be a whole number, 0 or more.", name),
    };

    /// <summary>How many a page holds at most.</summary>
    public static int Limit(HttpRequest request) => Whole(request, "limit") switch
    {
        null => 100,
        >= 1 and <= MaxLimit and var limit => (int)limit,
        _ => throw Invalid($"'limit' must be from 1 to {MaxLimit}.", "limit"),
    };

    /// <summary>A time with its offset, as RFC 3339 has it; null where it is not given.</summary>
    public static DateTimeOffset? Time(HttpRequest request, string name) => Text(request, name) switch
    {
        null => null,
        var text => DateTimeOffset.TryParseExact(
            text, ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mm:ssK"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : throw Invalid($"'{name}' must be a time such as 2030-01-31T12:00:00Z; a '+' in it is written as %2B.", name),
    };

    /// <summary>A duration.</summary>
    public static TimeSpan Duration(HttpRequest request, string name, TimeSpan otherwise) => Text(request, name) switch
    {
        null => otherwise,
        var text => IsoDuration.TryParse(text, out var ms)
            ? TimeSpan.FromMilliseconds(ms)
            : throw Invalid($"'{name}' must be a duration such as PT30S or PT1M30S.", name),
    };

    /// <summary>A JSON value; null where it is not given.</summary>
    public static Value Json(HttpRequest request, string name)
    {
        if (Text(request, name) is not { } text)
        {
            return default;
        }

        try
        {
            return Value.Parse(text);
        }
        catch (System.Text.Json.JsonException e)
        {
            throw Invalid($"'{name}' is not JSON: {JsonProblem.Describe(e)}.", name);
        }
    }

    /// <summary>What to wait for; null where it is not given.</summary>
    public static WaitCondition? Condition(HttpRequest request, string name) => Text(request, name) switch
    {
        null => null,
        var text => WaitCondition.Parse(text) ?? throw Invalid($"'{name}' must be done, tag:NAME or state:NAME.", name),
    };

    /// <summary>A status; null where it is not given.</summary>
    public static SnapshotStatus? Status(HttpRequest request, string name) => Text(request, name) switch
    {
        null => null,
        "active" => SnapshotStatus.Active,
        "done" => SnapshotStatus.Done,
        "error" => SnapshotStatus.Error,
        "stopped" => SnapshotStatus.Stopped,
        _ => throw Invalid($"'{name}' must be active, done, error or stopped.", name),
    };

    /// <summary>A number, true, false or a quoted text as JSON has them; anything else is a text as it stands.</summary>
    public static Value Literal(string text)
    {
        if (text is "true" or "false" or ['"', ..] or ['-' or (>= '0' and <= '9'), ..])
        {
            try
            {
                return Value.Parse(text) is { Kind: ValueKind.Int or ValueKind.Double or ValueKind.Bool or ValueKind.String } value ? value : text;
            }
            catch (System.Text.Json.JsonException)
            {
                // A text that only begins like one of them, such as a date.
                return text;
            }
        }

        return text;
    }

    private static RequestRefusedException Invalid(string message, string name) => RequestValues.Invalid(message, $"?{name}");
}
