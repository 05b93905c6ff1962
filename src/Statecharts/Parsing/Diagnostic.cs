using System.Collections.Immutable;

namespace Stator.Statecharts.Parsing;

/// <summary>How much a diagnostic weighs.</summary>
public enum DiagnosticSeverity
{
    /// <summary>Probably not what was meant; the machine runs.</summary>
    Warning,

    /// <summary>The machine cannot run.</summary>
    Error,
}

/// <summary>Something wrong with a machine: what, where, and what to do about it.</summary>
/// <param name="Code">Stable, <c>SC</c> and four digits; see docs/diagnostics.md.</param>
/// <param name="Severity">Whether the machine can run all the same.</param>
/// <param name="Message">What is wrong; one line, which ends without a full stop.</param>
/// <param name="Remedy">What to do about it; whole sentences on one line.</param>
/// <param name="Place">Where.</param>
public sealed record Diagnostic(string Code, DiagnosticSeverity Severity, string Message, string Remedy, Place Place)
{
    /// <summary>The diagnostic on one line, without file name: <c>3:14: error SC0030: unknown target …</c></summary>
    public override string ToString() =>
        $"{Place}: {(Severity == DiagnosticSeverity.Error ? "error" : "warning")} {Code}: {Message}{(Message.EndsWith('?') ? "" : ".")} {Remedy}";
}

/// <summary>A machine, or why there is none.</summary>
/// <param name="Definition">Null when a diagnostic is an error.</param>
/// <param name="Diagnostics">In the order of the document; at most <see cref="ParseOptions.MaxDiagnostics"/> and one that counts the rest.</param>
public sealed record ParseResult(MachineDefinition? Definition, ImmutableArray<Diagnostic> Diagnostics)
{
    /// <summary>The definition. Throws <see cref="InvalidMachineException"/> where there is none.</summary>
    public MachineDefinition Required => Definition ?? throw new InvalidMachineException(Diagnostics);
}

/// <summary>A machine was needed, but its document has errors.</summary>
public sealed class InvalidMachineException(ImmutableArray<Diagnostic> diagnostics)
    : Exception("The machine is not valid:\n" + string.Join('\n', diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error)))
{
    /// <summary>All that is wrong with it.</summary>
    public ImmutableArray<Diagnostic> Diagnostics { get; } = diagnostics;
}
