using System.Reflection;
using System.Text.RegularExpressions;
using Stator.Statecharts.Parsing;
using Stator.Statecharts.Tests.Parsing;

namespace Stator.Statecharts.Tests.Validation;

/// <summary>docs/diagnostics.md and the fixtures keep up with the codes.</summary>
public class DiagnosticsDocumentTests
{
    private static readonly List<(string Name, string Code)> Codes =
        [.. typeof(DiagnosticCode).GetFields(BindingFlags.Public | BindingFlags.Static).Where(f => f.IsLiteral).Select(f => (f.Name, (string)f.GetRawConstantValue()!))];

    [Fact]
    public void Codes_are_given_once() => Assert.Equal(Codes.Count, Codes.Select(c => c.Code).Distinct().Count());

    [Fact]
    public void Each_code_has_a_row_in_the_document()
    {
        var rows = File.ReadAllLines(Path.Combine(Documents.Root, "docs/diagnostics.md")).Where(l => l.StartsWith("| SC", StringComparison.Ordinal)).ToList();

        Assert.Equal(Codes.Select(c => c.Code).Order(StringComparer.Ordinal), rows.Select(r => r[2..8]));
        Assert.All(rows, r => Assert.Equal(6, r.Replace("\\|", "").Count(c => c == '|')));
    }

    [Fact]
    public void Each_code_is_seen_in_a_fixture_or_a_test()
    {
        var tests = Path.Combine(Documents.Root, "tests");
        var texts = Directory.EnumerateFiles(Path.Combine(tests, "fixtures/broken"), "*.expected.txt")
            .Concat(Directory.EnumerateFiles(tests, "*.cs", SearchOption.AllDirectories))
            .Select(File.ReadAllText)
            .ToList();

        Assert.All(Codes, c => Assert.True(texts.Any(t => Regex.IsMatch(t, $@"\b({c.Code}|DiagnosticCode\.{c.Name})\b")), $"{c.Code} ({c.Name}) is shown nowhere."));
    }
}
