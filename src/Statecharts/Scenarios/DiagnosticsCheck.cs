using System.Collections.Immutable;
using Stator.Statecharts.Data;
using Stator.Statecharts.Parsing;

namespace Stator.Statecharts.Scenarios;

/// <summary>Compares what is wrong with a machine with what a case expects to be.</summary>
internal static class DiagnosticsCheck
{
    public static void Check(ScenarioCase scenario, ImmutableArray<Diagnostic> diagnostics, Action<string> fail)
    {
        var errors = diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error).ToList();
        var expected = scenario.Steps is [var first, ..] && first.Expect.TryGet("diagnostics", out var written) ? written : default;
        if (expected.IsTrue)
        {
            if (errors.Count == 0)
            {
                fail("the definition was to be refused, but has no errors");
            }
        }
        else if (expected.Kind == ValueKind.List)
        {
            var wanted = expected.AsList.Select(c => c.AsString).Order().ToList();
            var found = diagnostics.Select(d => d.Code).Distinct().Order().ToList();
            if (!wanted.SequenceEqual(found))
            {
                fail($"diagnostics: expected {string.Join(", ", wanted)}, but found {(found.Count == 0 ? "none" : string.Join(", ", found))}");
            }
        }
        else
        {
            fail("the definition is refused:\n" + string.Join('\n', errors.Select(e => "    " + e)));
        }
    }
}
