using Stator.Statecharts.Data;
using Stator.Statecharts.Expressions;
using Stator.Statecharts.Parsing;

namespace Stator.Statecharts.Validation;

/// <summary>
/// Expressions that read a key of the context which nothing sets. Silent where the keys cannot all be known: an action bound to code, or an
/// expression that yields a whole context, may set any.
/// </summary>
internal sealed class UnknownContextKeys : IValidationRule
{
    public void Check(MachineDefinition definition, ParseScope scope)
    {
        if (KnownKeys(definition) is not { } known)
        {
            return;
        }

        foreach (var (expression, place, _) in scope.Expressions.Where(e => e.SeesContext))
        {
            var reads = expression.Paths.Where(p => p.Variable == "context").ToList();

            // Who asks with has(…) first, knows that the key may be missing.
            var askedFor = reads.Where(p => p.IsHas).Select(p => p.Members[0]).ToHashSet(StringComparer.Ordinal);
            foreach (var key in reads.Select(p => p.Members[0]).Distinct(StringComparer.Ordinal).Where(k => !known.Contains(k) && !askedFor.Contains(k)))
            {
                scope.Warning(
                    DiagnosticCode.UnknownContextKey, place,
                    $"the expression '{Quoted.Short(expression.Source)}' reads 'context.{key}', which nothing sets{scope.Hint(key, known)}",
                    "Set it in the initial 'context', even to null, or correct the name.");
            }
        }
    }

    private static HashSet<string>? KnownKeys(MachineDefinition definition)
    {
        var known = new HashSet<string>(StringComparer.Ordinal);
        var isComplete = Add(known, definition.Context);
        foreach (var action in definition.Actions())
        {
            isComplete = isComplete && action switch
            {
                NamedAction => false,
                AssignAction assign => Add(known, assign.Context),
                _ => true,
            };
        }

        if (definition.Schemas.Context?.Document["properties"] is { Kind: ValueKind.Object } properties)
        {
            known.UnionWith(properties.AsObject.Keys);
        }

        return isComplete ? known : null;
    }

    /// <summary>False where the template could yield any key.</summary>
    private static bool Add(HashSet<string> known, Template template)
    {
        switch (template)
        {
            case Template.Object members:
                known.UnionWith(members.Shape.Keys);
                return true;
            case Template.Constant { Value.Kind: ValueKind.Object } constant:
                known.UnionWith(constant.Value.AsObject.Keys);
                return true;
            default:
                return false;
        }
    }
}
