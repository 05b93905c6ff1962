using System.Text;

namespace Stator.Statecharts.Diagrams.Writing;

/// <summary>Text for Mermaid: all that could mean something to it, or to the HTML it makes, becomes an entity in its notation.</summary>
internal static class MermaidText
{
    public static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length + 16);
        foreach (var rune in text.EnumerateRunes())
        {
            if (Name(rune.Value) is { } name)
            {
                escaped.Append('#').Append(name).Append(';');
            }
            else
            {
                escaped.Append(Rune.IsControl(rune) ? " " : rune.ToString());
            }
        }

        // An empty label, or one that is nothing but space, would end the statement.
        return string.IsNullOrWhiteSpace(escaped.ToString()) ? "#nbsp;" : escaped.ToString().Trim();
    }

    private static string? Name(int character) => character switch
    {
        '"' => "quot",
        '#' => "num",
        '%' => "percnt",
        '&' => "amp",
        '*' => "ast",
        ':' => "colon",
        ';' => "semi",
        '<' => "lt",
        '>' => "gt",
        '\\' => "bsol",
        '`' => "grave",
        '{' => "lcub",
        '|' => "verbar",
        '}' => "rcub",
        _ => null,
    };
}
