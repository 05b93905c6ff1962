using Stator.Statecharts.Parsing;

namespace Stator.Statecharts.Validation;

/// <summary>One thing that can be wrong with a chart that is otherwise well formed.</summary>
internal interface IValidationRule
{
    /// <summary>Reports what it finds to the scope.</summary>
    void Check(MachineDefinition definition, ParseScope scope);
}
