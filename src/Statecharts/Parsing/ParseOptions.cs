namespace Stator.Statecharts.Parsing;

/// <summary>Limits of a machine document. What goes beyond is a diagnostic.</summary>
public sealed record ParseOptions
{
    /// <summary>The limits that hold unless others are given.</summary>
    public static ParseOptions Default { get; } = new();

    /// <summary>Bytes of a document.</summary>
    public int MaxBytes { get; init; } = 8 * 1024 * 1024;

    /// <summary>How deep objects and lists nest; a level of states takes two. At most 1,000.</summary>
    public int MaxDepth { get; init; } = 256;

    /// <summary>State nodes of a machine.</summary>
    public int MaxStates { get; init; } = 20_000;

    /// <summary>Diagnostics that are reported; the rest is counted in a last one.</summary>
    public int MaxDiagnostics { get; init; } = 100;

    /// <summary>Expression languages besides CEL, by the name that <c>@exprLang</c> and <c>@lang</c> give.</summary>
    public IReadOnlyDictionary<string, Expressions.IExpressionLanguage> Languages { get; init; } =
        new Dictionary<string, Expressions.IExpressionLanguage>();
}
