using System.Globalization;

namespace Stator.Bench.Load;

/// <summary>The processor time that processes have used, with all that they started: PostgreSQL has a process for each connection.</summary>
internal static class ProcessorTime
{
    private const int TicksPerSecond = 100;

    public static TimeSpan Of(IReadOnlyList<int> roots)
    {
        if (roots.Count == 0)
        {
            return default;
        }

        var all = Directory.GetDirectories("/proc").Select(path => Path.GetFileName(path)!)
            .Where(name => int.TryParse(name, CultureInfo.InvariantCulture, out _)).Select(Read).OfType<Entry>().ToDictionary(e => e.Id);
        foreach (var root in roots)
        {
            if (!all.ContainsKey(root))
            {
                throw new InvalidOperationException($"There is no process {root} to count the time of.");
            }
        }

        return TimeSpan.FromSeconds(all.Values.Where(e => IsBelow(e)).Sum(e => e.Ticks) / (double)TicksPerSecond);

        bool IsBelow(Entry? entry)
        {
            while (entry is not null)
            {
                if (roots.Contains(entry.Id))
                {
                    return true;
                }

                entry = all.GetValueOrDefault(entry.Parent);
            }

            return false;
        }
    }

    /// <summary>Null where the process has ended meanwhile; its time is in its parent's then.</summary>
    private static Entry? Read(string id)
    {
        string text;
        try
        {
            text = File.ReadAllText($"/proc/{id}/stat");
        }
        catch (IOException)
        {
            return null;
        }

        // After the name, which may hold anything: state, parent, …; user and system time are the 14th and 15th fields, then those of ended children.
        var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
        return new(
            int.Parse(id, CultureInfo.InvariantCulture), int.Parse(fields[1], CultureInfo.InvariantCulture),
            fields[11..15].Sum(f => long.Parse(f, CultureInfo.InvariantCulture)));
    }

    private sealed record Entry(int Id, int Parent, long Ticks);
}
