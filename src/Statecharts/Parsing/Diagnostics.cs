using System.Collections.Immutable;

namespace Stator.Statecharts.Parsing;

/// <summary>Collects what is wrong with one document.</summary>
internal sealed class Diagnostics(ParseOptions options)
{
    private readonly List<Diagnostic> _all = [];
    private int _dropped;

    public bool HasErrors { get; private set; }

    public void Error(string code, Place place, string message, string remedy) =>
        Add(new(code, DiagnosticSeverity.Error, message, remedy, place));

    public void Warning(string code, Place place, string message, string remedy) =>
        Add(new(code, DiagnosticSeverity.Warning, message, remedy, place));

    public ImmutableArray<Diagnostic> ToImmutable()
    {
        var sorted = _all.OrderBy(d => d.Place.Line).ThenBy(d => d.Place.Column).ToList();
        if (_dropped > 0)
        {
            sorted.Add(new(DiagnosticCode.TooMany, DiagnosticSeverity.Warning, $"{_dropped} more diagnostics are not shown", "Mend the ones above first.", default));
        }

        return [.. sorted];
    }

    private void Add(Diagnostic diagnostic)
    {
        HasErrors |= diagnostic.Severity == DiagnosticSeverity.Error;
        if (_all.Count < options.MaxDiagnostics)
        {
            _all.Add(diagnostic);
        }
        else
        {
            _dropped++;
        }
    }
}
