using System.Globalization;

namespace Stator.Statecharts.Diagrams.Reading;

/// <summary>How long a timer waits, in words.</summary>
internal static class DelayText
{
    private static readonly (string Unit, long Ms)[] Units = [("d", 86_400_000), ("h", 3_600_000), ("min", 60_000), ("s", 1000), ("ms", 1)];

    /// <summary>A key of <c>after</c>: its length, and its name where it has one.</summary>
    public static string Of(AfterTimer timer, StateNode node)
    {
        const string Prefix = "xstate.after.";
        var key = timer.EventType[Prefix.Length..^(node.Id.Length + 1)];
        var isName = !(key.All(char.IsAsciiDigit) || Parsing.IsoDuration.TryParse(key, out _));
        return (timer.Delay, isName) switch
        {
            (FixedDelay f, true) => $"{key} ({Of(f.DelayMs)})",
            (FixedDelay f, false) => Of(f.DelayMs),
            _ => key,
        };
    }

    public static string Of(Delay delay) => delay switch
    {
        FixedDelay f => Of(f.DelayMs),
        NamedDelay n => n.Name,
        ComputedDelay c => TemplateText.Of(c.Value),
        _ => "?",
    };

    /// <summary>Largest units first: <c>1 h 30 min</c>.</summary>
    private static string Of(long ms)
    {
        if (ms is > 1000 and < 60_000 && ms % 1000 != 0)
        {
            return (ms / 1000m).ToString("0.###", CultureInfo.InvariantCulture) + " s";
        }

        var parts = new List<string>();
        foreach (var (unit, length) in Units)
        {
            if (ms >= length)
            {
                parts.Add(string.Create(CultureInfo.InvariantCulture, $"{ms / length} {unit}"));
                ms %= length;
            }
        }

        return parts.Count == 0 ? "0 ms" : string.Join(' ', parts);
    }
}
