using Stator.Statecharts.Data;

namespace Stator.Statecharts.Expressions;

/// <summary>What a function does. No argument is an error; the second is null where the call has one argument.</summary>
internal delegate Value FunctionBody(Node at, EvaluationScope scope, Value first, Value? second);

/// <summary>How a function may be called.</summary>
[Flags]
internal enum CallStyle
{
    /// <summary><c>f(x, y)</c></summary>
    Function = 1,

    /// <summary><c>x.f(y)</c></summary>
    Method = 2,
}

/// <summary>A function of the language.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Style">How it may be called.</param>
/// <param name="MinArguments">The least number of arguments, the receiver counted.</param>
/// <param name="MaxArguments">The greatest number of arguments, the receiver counted; at most 2.</param>
/// <param name="Body">What it does.</param>
internal sealed record Function(string Name, CallStyle Style, int MinArguments, int MaxArguments, FunctionBody Body);
