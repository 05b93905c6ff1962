using System.Globalization;

namespace Stator.Statecharts.Expressions;

/// <summary>Doubles as text: the shortest that reads back as the same double, <c>1.5</c>, <c>1</c>, <c>1e+21</c>.</summary>
internal static class NumberText
{
    public static string Of(double number)
    {
        if (!double.IsFinite(number))
        {
            return double.IsNaN(number) ? "NaN" : number > 0 ? "Infinity" : "-Infinity";
        }

        // Below 1e21 digits are clearer than an exponent; the runtime would switch at 1e15.
        return Math.Abs(number) is >= 1e15 and < 1e21
            ? ((Int128)number).ToString(CultureInfo.InvariantCulture)
            : number.ToString("R", CultureInfo.InvariantCulture).Replace('E', 'e');
    }

    public static bool TryParse(string text, out double number)
    {
        switch (text)
        {
            case "NaN":
                number = double.NaN;
                return true;
            case "Infinity" or "+Infinity":
                number = double.PositiveInfinity;
                return true;
            case "-Infinity":
                number = double.NegativeInfinity;
                return true;
            default:
                const NumberStyles Form = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
                return double.TryParse(text, Form, CultureInfo.InvariantCulture, out number) && double.IsFinite(number);
        }
    }
}
