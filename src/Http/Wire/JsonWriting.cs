using Stator.Statecharts.Data;

namespace Stator.Http.Wire;

/// <summary>What lists and optional numbers need when they are written.</summary>
internal static class JsonWriting
{
    /// <summary>The comma before each item but the first.</summary>
    public static void Separate(this JsonTextWriter writer, int index)
    {
        if (index > 0)
        {
            writer.Raw((byte)',');
        }
    }

    public static void WriteOrNull(this JsonTextWriter writer, long? number)
    {
        if (number is { } given)
        {
            writer.Write(given);
        }
        else
        {
            writer.Raw("null"u8);
        }
    }

    /// <summary>A text member, after another one; nothing where there is no text.</summary>
    public static void Member(this JsonTextWriter writer, ReadOnlySpan<byte> separatedKey, string? text)
    {
        if (text is not null)
        {
            writer.Raw(separatedKey);
            writer.Write(text);
        }
    }
}
