namespace Stator.Statecharts.Parsing;

/// <summary>
/// Checks what the names of the <c>actions</c> and <c>guards</c> maps lead to: never back to themselves, never through a long chain, and
/// never to a number of things out of all proportion to what is written (<c>a1: [a0, a0], a2: [a1, a1], …</c>).
/// </summary>
/// <remarks>Names are settled from the leaves up (Kahn's algorithm), so the work is linear; what is never settled is on a cycle or leads to one.</remarks>
internal sealed class NameChains
{
    private const int MaxDepth = 20;
    private const int MaxSize = 1000;

    private readonly ParseScope _scope;
    private readonly string _what;
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    private NameChains(ParseScope scope, string what)
    {
        _scope = scope;
        _what = what;
    }

    /// <param name="scope">Receives what is wrong.</param>
    /// <param name="map">The map as written.</param>
    /// <param name="itemsOf">What a name stands for: the name of another entry, or null for anything else.</param>
    /// <param name="what">Action or guard.</param>
    public static void Check(ParseScope scope, SourceValue map, Func<string, IEnumerable<string?>> itemsOf, string what)
    {
        var chains = new NameChains(scope, what);
        foreach (var source in map.Children)
        {
            chains._entries.Add(source.Key!, new(source));
        }

        foreach (var entry in chains._entries.Values)
        {
            chains.Link(entry, itemsOf(entry.Name));
        }

        chains.Settle();
        chains.ReportCycles();
    }

    private void Link(Entry entry, IEnumerable<string?> items)
    {
        foreach (var item in items)
        {
            if (item is null)
            {
                entry.Size++;
            }
            else
            {
                entry.Next.Add(_entries[item]);
                _entries[item].NamedBy.Add(entry);
            }
        }

        entry.Unsettled = entry.Next.Count;
    }

    private void Settle()
    {
        var ready = new Queue<Entry>(_entries.Values.Where(e => e.Unsettled == 0));
        while (ready.TryDequeue(out var entry))
        {
            Report(entry);
            foreach (var above in entry.NamedBy)
            {
                above.Depth = Math.Max(above.Depth, entry.Depth + 1);
                above.Size += entry.Size;
                if (--above.Unsettled == 0)
                {
                    ready.Enqueue(above);
                }
            }
        }
    }

    /// <summary>Only the first name beyond a limit is reported, not all that name it.</summary>
    private void Report(Entry entry)
    {
        if (entry.Depth > MaxDepth)
        {
            _scope.Error(
                DiagnosticCode.TooDeep, entry.Source.KeyPlace, $"the {_what} '{entry.Name}' leads through more than {MaxDepth} other names",
                "Name what it stands for more directly.");
            entry.Depth = 0;
        }

        if (entry.Size > MaxSize && entry.Next.Count > 0)
        {
            _scope.Error(
                DiagnosticCode.TooLong, entry.Source.KeyPlace, $"the {_what} '{entry.Name}' stands for more than {MaxSize} {_what}s in all",
                "Names that name others multiply; do this work in a service, or say it once.");
            entry.Size = 1;
        }
    }

    private void ReportCycles()
    {
        foreach (var entry in _entries.Values.Where(e => e.Unsettled > 0 && !e.IsWalked))
        {
            var path = new List<Entry>();
            var at = entry;
            while (!at.IsWalked)
            {
                at.IsWalked = true;
                path.Add(at);
                at = at.Next.First(n => n.Unsettled > 0);
            }

            if (path.IndexOf(at) is >= 0 and var start)
            {
                var names = path[start..].Append(at).Select(e => e.Name).ToList();
                var shown = names.Count > 8 ? [.. names.Take(7), "…", names[^1]] : names;
                _scope.Error(
                    DiagnosticCode.CyclicName, at.Source.KeyPlace, $"the {_what} '{at.Name}' leads back to itself: {string.Join(" -> ", shown)}",
                    "Break the circle: one of them must not name the next.");
            }
        }
    }

    private sealed class Entry(SourceValue source)
    {
        public SourceValue Source => source;

        public string Name => source.Key!;

        public List<Entry> Next { get; } = [];

        public List<Entry> NamedBy { get; } = [];

        public int Unsettled { get; set; }

        public int Depth { get; set; }

        public long Size { get; set; }

        public bool IsWalked { get; set; }
    }
}
