namespace Stator.Statecharts.Parsing;

/// <summary>Finds names of the <c>actions</c> and <c>guards</c> maps that lead back to themselves.</summary>
internal static class NameCycles
{
    public static void Check<T>(ParseScope scope, SourceValue map, Dictionary<string, T> entries, Func<T, IEnumerable<string>> namesIn, string what)
    {
        var finished = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in entries.Keys)
        {
            if (!finished.Contains(name) && FindCycle(name, [], finished, entries, namesIn) is { } cycle)
            {
                scope.Error(
                    DiagnosticCode.CyclicName, map[cycle[0]]!.Place, $"the {what} '{cycle[0]}' leads back to itself: {string.Join(" -> ", cycle)}",
                    "Break the circle: one of them must not name the next.");
            }
        }
    }

    private static List<string>? FindCycle<T>(
        string name, List<string> path, HashSet<string> finished, Dictionary<string, T> entries, Func<T, IEnumerable<string>> namesIn)
    {
        var at = path.IndexOf(name);
        if (at >= 0)
        {
            return [.. path[at..], name];
        }

        if (finished.Contains(name) || path.Count > 500)
        {
            return null;
        }

        path.Add(name);
        var cycle = namesIn(entries[name]).Select(next => FindCycle(next, path, finished, entries, namesIn)).FirstOrDefault(c => c is not null);
        path.RemoveAt(path.Count - 1);
        finished.Add(name);
        return cycle;
    }
}
