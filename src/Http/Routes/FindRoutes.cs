using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Stator.Http.Wire;
using Stator.Machines;
using Stator.Statecharts.Data;

namespace Stator.Http.Routes;

/// <summary><c>/machines</c>: instances are found by what they are and what stands in their context.</summary>
internal static class FindRoutes
{
    private const string ContextPrefix = "context.";

    /// <summary>Each condition costs the store a look into every candidate.</summary>
    private const int MaxContextConditions = 16;

    public static ImmutableArray<QueryParameter> Query { get; } =
    [
        new("machine", "Of this machine."),
        new("version", "Pinned to this version."),
        new("status", "active, done, error or stopped."),
        new("state", "The id of an active state, leaf or not."),
        new("tag", "A tag of an active state."),
        new("updatedAfter", "Had their last turn after this time (RFC 3339)."),
        new("updatedBefore", "Had their last turn before this time (RFC 3339)."),
        new("context.*", "What stands in the context at this path: a number, true, false, or a text; a text in quotes stays one."),
        new("limit", "How many at most, 1 to 1000; 100 by default.", "integer"),
        new("after", "The 'next' of the page before."),
    ];

    public static async Task FindAsync(Call call)
    {
        var request = call.Http.Request;
        var page = await call.Client.FindAsync(
            new()
            {
                Machine = QueryValues.Text(request, "machine"),
                Version = QueryValues.Text(request, "version"),
                Status = QueryValues.Status(request, "status"),
                State = QueryValues.Text(request, "state"),
                Tag = QueryValues.Text(request, "tag"),
                UpdatedAfter = QueryValues.Time(request, "updatedAfter"),
                UpdatedBefore = QueryValues.Time(request, "updatedBefore"),
                Context = Conditions(request),
                Limit = QueryValues.Limit(request),
                After = QueryValues.Text(request, "after"),
            },
            call.Aborted).ConfigureAwait(false);
        await Responses.WriteAsync(call.Http, page).ConfigureAwait(false);
    }

    /// <summary>Read from the query itself: the framework's collection does not tell <c>Total</c> from <c>total</c>, a context does.</summary>
    private static ImmutableArray<KeyValuePair<string, Value>> Conditions(HttpRequest request)
    {
        var conditions = ImmutableArray.CreateBuilder<KeyValuePair<string, Value>>();
        foreach (var pair in new QueryStringEnumerable(request.QueryString.Value))
        {
            var name = pair.DecodeName().ToString();
            if (!name.StartsWith(ContextPrefix, StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            if (name.Length == ContextPrefix.Length || conditions.Count == MaxContextConditions)
            {
                throw RequestValues.Invalid(
                    name.Length == ContextPrefix.Length ? "Name the path: ?context.PATH=VALUE." : $"More than {MaxContextConditions} conditions on the context. Leave some out.",
                    $"?{name}");
            }

            conditions.Add(new(name[ContextPrefix.Length..], QueryValues.Literal(pair.DecodeValue().ToString())));
        }

        return conditions.ToImmutable();
    }
}
