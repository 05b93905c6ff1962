using System.Globalization;
using System.Numerics;
using Stator.Statecharts.Data;

namespace Stator.Statecharts.Schemas;

/// <summary>Arithmetic on the numbers of JSON, as they were written rather than as IEEE 754 rounds them.</summary>
internal static class Numbers
{
    public static bool IsNumber(Value value) => value.Kind is ValueKind.Int or ValueKind.Double;

    /// <summary>Whether this is a whole number, also one written as a double (section 6.1.1 of the validation draft).</summary>
    public static bool IsWhole(Value value) => value.IsInt || (value.IsDouble && double.IsInteger(value.AsDouble));

    public static int Compare(Value left, Value right) => (left.IsInt, right.IsInt) switch
    {
        (true, true) => left.AsInt.CompareTo(right.AsInt),
        (true, false) => Compare(left.AsInt, right.AsDouble),
        (false, true) => -Compare(right.AsInt, left.AsDouble),
        _ => left.AsDouble.CompareTo(right.AsDouble),
    };

    /// <summary>Exact in the digits the numbers were written with: 4.35 is a multiple of 0.01.</summary>
    public static bool IsMultiple(Value value, Value factor)
    {
        if (value.IsInt && factor.IsInt)
        {
            return value.AsInt % factor.AsInt == 0;
        }

        var (a, b) = (Digits(value), Digits(factor));
        var exponent = Math.Min(a.Exponent, b.Exponent);
        return Scale(a, exponent) % Scale(b, exponent) == 0;
    }

    /// <summary>A long does not fit into a double without loss, so the double is cut to a long instead.</summary>
    private static int Compare(long left, double right)
    {
        // 2^63, the first double beyond every long.
        const double Beyond = 9223372036854775808.0;
        if (double.IsNaN(right) || right < -Beyond)
        {
            return 1;
        }

        if (right >= Beyond)
        {
            return -1;
        }

        var whole = Math.Truncate(right);
        var order = left.CompareTo((long)whole);
        return order != 0 ? order : whole.CompareTo(right);
    }

    /// <summary>The shortest digits that mean this number, and the power of ten they are multiplied with.</summary>
    private static (BigInteger Mantissa, int Exponent) Digits(Value value)
    {
        if (value.IsInt)
        {
            return (value.AsInt, 0);
        }

        var shortest = value.AsDouble.ToString("R", CultureInfo.InvariantCulture);
        var e = shortest.IndexOf('E', StringComparison.Ordinal);
        var mantissa = e < 0 ? shortest : shortest[..e];
        var exponent = e < 0 ? 0 : int.Parse(shortest.AsSpan(e + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var point = mantissa.IndexOf('.', StringComparison.Ordinal);
        var fraction = point < 0 ? 0 : mantissa.Length - point - 1;
        return (BigInteger.Parse(mantissa.Replace(".", "", StringComparison.Ordinal), CultureInfo.InvariantCulture), exponent - fraction);
    }

    /// <summary>At most some 650 digits, which the exponents of a double allow.</summary>
    private static BigInteger Scale((BigInteger Mantissa, int Exponent) digits, int exponent) =>
        digits.Mantissa * BigInteger.Pow(10, digits.Exponent - exponent);
}
