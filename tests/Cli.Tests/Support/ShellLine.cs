using System.Text;

namespace Stator.Cli.Tests.Support;

/// <summary>Just enough of a shell to run the examples of the help: words, single quotes, <c>*</c>, and a <c>printf</c> piped in.</summary>
internal static class ShellLine
{
    public static ToolResult Run(Workplace place, string line)
    {
        var input = "";
        if (line.StartsWith("printf ", StringComparison.Ordinal))
        {
            var pipe = line.LastIndexOf(" | ", StringComparison.Ordinal);
            input = Words(line[..pipe])[1].Replace("\\n", "\n", StringComparison.Ordinal);
            line = line[(pipe + 3)..];
        }

        var words = Words(line);
        Assert.Equal("stator", words[0]);
        return place.RunWith(input, [.. words.Skip(1).SelectMany(w => Expand(place, w))]);
    }

    private static IEnumerable<string> Expand(Workplace place, string word) => word.Contains('*', StringComparison.Ordinal)
        ? Directory.GetFiles(place.Folder, word).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)
        : [word];

    private static List<string> Words(string line)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        var isQuoted = false;
        foreach (var c in line + " ")
        {
            if (c == '\'')
            {
                isQuoted = !isQuoted;
            }
            else if (c != ' ' || isQuoted)
            {
                word.Append(c);
            }
            else if (word.Length > 0)
            {
                words.Add(word.ToString());
                word.Clear();
            }
        }

        return words;
    }
}
