using System.Collections.Frozen;

namespace Stator.Statecharts.Expressions;

/// <summary>All functions by name. Macros, <c>matches</c> and <c>inState</c> are not among them: the grammar has nodes for those.</summary>
internal static class FunctionTable
{
    private static readonly FrozenDictionary<string, Function> ByName =
        ((Function[])[.. TextFunctions.All, .. ConversionFunctions.All, .. TimeFunctions.All]).ToFrozenDictionary(f => f.Name, StringComparer.Ordinal);

    /// <summary>The names, for suggestions.</summary>
    public static IEnumerable<string> Names => ByName.Keys;

    public static Function? Find(string name) => ByName.GetValueOrDefault(name);
}
