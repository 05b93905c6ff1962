using System.Globalization;
using Stator.Statecharts.Data;
using Stator.Statecharts.Parsing;

namespace Stator.Cli.Documents;

/// <summary>Diagnostics as a compiler prints them, and as data.</summary>
internal static class DiagnosticText
{
    /// <summary><c>order.json:3:14: error SC0030: message. Remedy</c></summary>
    public static string Line(string file, Diagnostic diagnostic) =>
        $"{file}:{(diagnostic.Place.ToString().Length > 0 ? "" : "1:1")}{diagnostic}";

    public static Value Data(string file, Diagnostic diagnostic) => ObjectValue.Of(
        ("file", file),
        ("code", diagnostic.Code),
        ("severity", NameOf(diagnostic.Severity)),
        ("line", diagnostic.Place.Line),
        ("column", diagnostic.Place.Column),
        ("pointer", diagnostic.Place.Pointer ?? ""),
        ("message", diagnostic.Message),
        ("remedy", diagnostic.Remedy));

    /// <summary><c>1 error</c>, <c>2 errors</c>.</summary>
    public static string Count(int count, string what) => string.Create(CultureInfo.InvariantCulture, $"{count} {what}{(count == 1 ? "" : "s")}");

    private static string NameOf(DiagnosticSeverity severity) => severity == DiagnosticSeverity.Error ? "error" : "warning";
}
