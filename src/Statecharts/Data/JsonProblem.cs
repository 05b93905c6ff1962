using System.Text.Json;

namespace Stator.Statecharts.Data;

/// <summary>What is wrong with a text that is not JSON, for whoever wrote it: without what the reader says to programmers only.</summary>
internal static class JsonProblem
{
    /// <summary>Where and what: <c>line 1, column 7: 'x' is an invalid start of a value</c>. Lines and columns count from 1.</summary>
    public static string Describe(JsonException problem) => problem.LineNumber is { } line
        ? $"line {line + 1}, column {(problem.BytePositionInLine ?? 0) + 1}: {Words(problem)}"
        : Words(problem);

    /// <summary>Only what; for a message that has its place already.</summary>
    public static string Words(JsonException problem)
    {
        var message = problem.Message;
        var at = message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        var plain = (at < 0 ? message : message[..at])
            .Replace(" Change the reader options.", "", StringComparison.Ordinal)
            .Replace(", when isFinalBlock is true", "", StringComparison.Ordinal)
            .Replace(" which is not supported in this mode", "", StringComparison.Ordinal);
        return char.ToLowerInvariant(plain[0]) + plain[1..].TrimEnd('.');
    }
}
