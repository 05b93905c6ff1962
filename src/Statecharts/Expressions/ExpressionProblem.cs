namespace Stator.Statecharts.Expressions;

/// <summary>Why a text is no valid expression.</summary>
/// <param name="Message">What is wrong.</param>
/// <param name="Remedy">What to do about it.</param>
/// <param name="Offset">Where, in UTF-16 code units from 0.</param>
/// <param name="Length">How much of the text is meant; may be 0 at its end.</param>
internal sealed record ExpressionProblem(string Message, string Remedy, int Offset, int Length);
