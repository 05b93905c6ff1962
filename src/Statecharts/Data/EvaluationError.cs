namespace Stator.Statecharts.Data;

/// <summary>
/// Why an expression failed, carried as a value so that <c>||</c> and <c>&amp;&amp;</c> can absorb it (CEL specification, "Evaluation").
/// </summary>
/// <param name="Message">What failed, in terms of the expression.</param>
/// <param name="IsCostExceeded">The cost limit ended the evaluation; such an error is never absorbed.</param>
/// <param name="Offset">Where in the expression, in UTF-16 code units from 0; -1 where unknown.</param>
/// <param name="Snippet">The sub-expression that failed.</param>
internal sealed record EvaluationError(string Message, bool IsCostExceeded = false, int Offset = -1, string? Snippet = null);
