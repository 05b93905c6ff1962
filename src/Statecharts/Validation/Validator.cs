using Stator.Statecharts.Parsing;

namespace Stator.Statecharts.Validation;

/// <summary>
/// Looks at the whole chart, once it is known to be well formed. Each rule is linear in the chart, give or take a sort; a rule that cannot
/// be sure, because code or an expression decides, says nothing.
/// </summary>
internal static class Validator
{
    private static readonly IValidationRule[] Rules =
    [
        new UnreachableStates(),
        new ShadowedTransitions(),
        new AlwaysCycles(),
        new NeverDoneStates(),
        new IdleTimers(),
        new UnknownContextKeys(),
        new DuplicateInvokes(),
        new UnknownChildren(),
        new UnknownTimers(),
        new UnheardEvents(),
        new UnknownEngineEvents(),
        new UndeclaredEvents(),
        new MapNames(),
    ];

    public static void Validate(MachineDefinition definition, ParseScope scope)
    {
        foreach (var rule in Rules)
        {
            rule.Check(definition, scope);
        }
    }
}
