namespace Stator.Statecharts.Authoring;

/// <summary>
/// When a name of a chart and a name of C# are the same: the same letters and digits, whatever their case and whatever parts the
/// words. So <c>add_item</c>, <c>addItem</c>, <c>add-item</c> and <c>AddItem</c> meet.
/// </summary>
internal static class LogicNames
{
    public static bool Meet(string a, string b)
    {
        var (i, j) = (0, 0);
        while (true)
        {
            i = Next(a, i);
            j = Next(b, j);
            if (i == a.Length || j == b.Length)
            {
                return i == a.Length && j == b.Length;
            }

            if (char.ToLowerInvariant(a[i++]) != char.ToLowerInvariant(b[j++]))
            {
                return false;
            }
        }
    }

    private static int Next(string text, int at)
    {
        while (at < text.Length && text[at] is ('_' or '-' or ' ' or '.'))
        {
            at++;
        }

        return at;
    }
}
