using Stator.Statecharts.Parsing;

namespace Stator.Statecharts.Validation;

/// <summary>Looks at the whole chart, once it is known to be well formed.</summary>
internal static class Validator
{
    private static readonly IValidationRule[] Rules =
    [
    ];

    public static void Validate(MachineDefinition definition, ParseScope scope)
    {
        foreach (var rule in Rules)
        {
            rule.Check(definition, scope);
        }
    }
}
