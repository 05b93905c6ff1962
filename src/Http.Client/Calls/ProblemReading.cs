using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Stator.Machines;
using Stator.Statecharts.Data;
using Stator.Statecharts.Parsing;

namespace Stator.Http.Client.Calls;

/// <summary>A refusal out of its problem document (RFC 9457): the same exception that a host in this process would have thrown.</summary>
internal static class ProblemReading
{
    public static async Task<Exception> OfAsync(HttpResponseMessage response, Uri url, CancellationToken cancellation)
    {
        using (response)
        {
            var body = await response.Content.ReadAsByteArrayAsync(cancellation).ConfigureAwait(false);
            return response.Content.Headers.ContentType?.MediaType == "application/problem+json" && Read(body) is { } fault
                ? new RequestRefusedException(fault)
                : new StatorHostException(string.Create(
                    CultureInfo.InvariantCulture, $"What answers at {url} is no host of Stator: it said {(int)response.StatusCode} {response.ReasonPhrase}. Check the address."));
        }
    }

    /// <summary>The fault of a problem document; null where it is none of ours.</summary>
    public static RequestFault? Read(ReadOnlySpan<byte> utf8)
    {
        Value problem;
        try
        {
            problem = Value.Parse(utf8);
        }
        catch (JsonException)
        {
            // Whoever answered is no host of Stator; the caller says so.
            return null;
        }

        return problem["code"].Kind == ValueKind.String && problem["detail"].Kind == ValueKind.String
            ? new(problem["code"].AsString, problem["detail"].AsString, Text(problem["place"])) { Diagnostics = Diagnostics(problem["diagnostics"]) }
            : null;
    }

    public static ImmutableArray<Diagnostic> Diagnostics(Value list) => list.Kind != ValueKind.List ? [] :
    [
        .. list.AsList.Select(d => new Diagnostic(
            Text(d["code"]),
            Text(d["severity"]) == "error" ? DiagnosticSeverity.Error : DiagnosticSeverity.Warning,
            Text(d["message"]),
            Text(d["remedy"]),
            new(Text(d["place"]), Number(d["line"]), Number(d["column"])))),
    ];

    private static string Text(Value value) => value.Kind == ValueKind.String ? value.AsString : "";

    private static int Number(Value value) => value.IsInt ? (int)value.AsInt : 0;
}
