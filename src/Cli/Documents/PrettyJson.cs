using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Stator.Statecharts.Data;

namespace Stator.Cli.Documents;

/// <summary>JSON for people: indented, letters as they are, and a whole double with its <c>.0</c>.</summary>
internal static class PrettyJson
{
    private static readonly JsonWriterOptions Options = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(Value value)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            Write(writer, value);
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    private static void Write(Utf8JsonWriter writer, Value value)
    {
        switch (value.Kind)
        {
            case ValueKind.Object:
                writer.WriteStartObject();
                foreach (var (key, member) in value.AsObject)
                {
                    writer.WritePropertyName(key);
                    Write(writer, member);
                }

                writer.WriteEndObject();
                break;
            case ValueKind.List:
                writer.WriteStartArray();
                foreach (var item in value.AsList)
                {
                    Write(writer, item);
                }

                writer.WriteEndArray();
                break;
            case ValueKind.String:
                writer.WriteStringValue(value.AsString);
                break;
            default:
                writer.WriteRawValue(value.ToString());
                break;
        }
    }
}
