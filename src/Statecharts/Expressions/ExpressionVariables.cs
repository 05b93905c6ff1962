namespace Stator.Statecharts.Expressions;

/// <summary>The variables an expression may name where it stands.</summary>
[Flags]
internal enum ExpressionVariables
{
    /// <summary>None: a constant.</summary>
    None = 0,

    /// <summary><c>context</c>.</summary>
    Context = 1,

    /// <summary><c>event</c>.</summary>
    Event = 2,

    /// <summary><c>input</c>, while the initial context is built.</summary>
    Input = 4,
}
