using Stator.Cli.Documents;
using Stator.Statecharts.Data;

namespace Stator.Cli.Conversion;

/// <summary>The action lists of a definition: all lists, all objects.</summary>
internal static class DefinitionActions
{
    /// <summary>Without what XState has put at the end for each <c>after</c>: a raise on entry, a cancel on exit.</summary>
    public static Value WithoutLast(Value actions, string type, int count)
    {
        if (actions.Kind != ValueKind.List)
        {
            return actions;
        }

        var items = actions.AsList.ToList();
        for (var i = 0; i < count && items.Count > 0 && items[^1]["type"] == (Value)type; i++)
        {
            items.RemoveAt(items.Count - 1);
        }

        return ListValue.Of([.. items]);
    }

    /// <summary>A name instead of an object with nothing but a type; one action instead of a list of one; null for none.</summary>
    /// <param name="actions">The list.</param>
    /// <param name="key">The key it stands under: JavaScript gives that name to a function that was written there.</param>
    public static Value Compact(Value actions, string key)
    {
        var items = actions.Items.Select(a => Compact(a, key, actions.AsList.Count)).ToList();

        // null is a function here; alone it would read as no action.
        return items.Count switch { 0 => default, 1 when !items[0].IsNull => items[0], _ => ListValue.Of([.. items]) };
    }

    private static Value Compact(Value action, string key, int count)
    {
        if (action is not { Kind: ValueKind.Object, AsObject.Count: 1 } || action["type"].Kind != ValueKind.String)
        {
            return action;
        }

        var isFunction = action["type"].AsString is "" or "(anonymous)" || (count == 1 && action["type"].AsString == key);
        return isFunction || action["type"].AsString.StartsWith("xstate.", StringComparison.Ordinal) ? (isFunction ? default : action) : action["type"];
    }
}
