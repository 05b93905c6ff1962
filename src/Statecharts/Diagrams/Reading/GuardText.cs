namespace Stator.Statecharts.Diagrams.Reading;

/// <summary>A condition in words.</summary>
internal static class GuardText
{
    public static string Of(Guard guard) => guard switch
    {
        ExpressionGuard e => e.Expression.Source,
        NamedGuard n => n.Name,
        MappedGuard m => m.Name,
        StateInGuard s => "in #" + s.State.Id,
        NotGuard n => "not " + Operand(n.Inner),
        AndGuard a => string.Join(" and ", a.Guards.Select(Operand)),
        OrGuard o => string.Join(" or ", o.Guards.Select(Operand)),
        _ => "?",
    };

    /// <summary>In brackets where it would else be read with its neighbours. The parser bounds how deep guards nest.</summary>
    private static string Operand(Guard guard) => guard is AndGuard or OrGuard ? "(" + Of(guard) + ")" : Of(guard);
}
