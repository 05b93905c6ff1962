using System.Text;

namespace Stator.Statecharts.Diagrams.Layout;

/// <summary>
/// How wide a text will be, without a font at hand: the advances of DejaVu Sans, which is among the widest of the fonts that browsers take
/// for <c>sans-serif</c>, so that text in another one is narrower rather than wider.
/// </summary>
internal static class TextWidth
{
    /// <summary>Hundredths of an em for U+0020 to U+007E.</summary>
    private static ReadOnlySpan<byte> Ascii =>
    [
        32, 40, 46, 84, 64, 95, 78, 27, 39, 39, 50, 84, 32, 36, 32, 34, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 34, 34, 84, 84, 84, 53,
        100, 68, 69, 70, 77, 63, 58, 77, 75, 29, 29, 66, 56, 86, 75, 79, 60, 79, 69, 63, 61, 73, 68, 99, 69, 61, 69, 39, 34, 39, 84, 50,
        50, 61, 63, 55, 63, 62, 35, 63, 63, 28, 28, 58, 28, 97, 63, 61, 63, 63, 41, 52, 39, 63, 59, 82, 59, 59, 52, 64, 34, 64, 84,
    ];

    public static double Of(string text, double size, bool isBold = false)
    {
        var hundredths = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            hundredths += Of(rune);
        }

        return hundredths / 100.0 * size * (isBold ? 1.12 : 1);
    }

    private static int Of(Rune rune) => rune.Value switch
    {
        >= 0x20 and < 0x7F => Ascii[rune.Value - 0x20],
        < 0x300 => 66,
        < 0x1100 => 72,
        _ => rune.Value is 0x2026 or (>= 0x2000 and < 0x2E80) ? 100 : rune.IsBmp ? 105 : 135,
    };
}
