namespace Stator.Statecharts.Interpretation;

/// <summary>Finds the state that a reference names: <c>#id</c>, <c>#id.child</c>, or a path of keys from the root. A <c>\.</c> escapes a dot.</summary>
internal static class StateLookup
{
    private const int MaxLength = 4096;

    public static StateNode? Find(MachineDefinition definition, string reference) => Find(definition.Root, definition.FindState, reference);

    public static StateNode? Find(StateNode root, Func<string, StateNode?> byId, string reference)
    {
        // The search below tries each dot; no id is so long that a reference to it could be longer than this.
        if (reference.Length > MaxLength)
        {
            return null;
        }

        if (!reference.StartsWith('#'))
        {
            return Descend(root, SplitPath(reference), 0);
        }

        // An id may hold dots itself: the longest id that fits wins.
        if ((byId(reference[1..]) ?? byId(Unescape(reference[1..]))) is { } exact)
        {
            return exact;
        }

        for (var at = reference.LastIndexOf('.'); at > 0; at = reference.LastIndexOf('.', at - 1))
        {
            if (byId(Unescape(reference[1..at])) is { } node && Descend(node, SplitPath(reference[(at + 1)..]), 0) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    /// <summary>The keys of a path.</summary>
    public static string[] SplitPath(string path)
    {
        if (!path.Contains('\\'))
        {
            return path.Split('.');
        }

        var keys = new List<string>();
        var start = 0;
        for (var i = 0; i < path.Length; i++)
        {
            if (path[i] == '\\')
            {
                i++;
            }
            else if (path[i] == '.')
            {
                keys.Add(Unescape(path[start..i]));
                start = i + 1;
            }
        }

        keys.Add(Unescape(path[start..]));
        return [.. keys];
    }

    public static StateNode? Descend(StateNode node, ReadOnlySpan<string> keys, int from)
    {
        for (var i = from; i < keys.Length; i++)
        {
            if (node.FindChild(keys[i]) is not { } child)
            {
                return null;
            }

            node = child;
        }

        return node;
    }

    private static string Unescape(string text) => text.Replace("\\.", ".", StringComparison.Ordinal);
}
