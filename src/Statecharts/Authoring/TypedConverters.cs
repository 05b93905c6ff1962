using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Stator.Statecharts.Data;

namespace Stator.Statecharts.Authoring;

/// <summary>A value inside a type of C#.</summary>
internal sealed class ValueConverter : JsonConverter<Value>
{
    public override bool HandleNull => true;

    public override Value Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => JsonValueReader.Read(ref reader);

    public override void Write(Utf8JsonWriter writer, Value value, JsonSerializerOptions options) => writer.WriteRawValue(value.ToString());
}

/// <summary>An object inside a type of C#.</summary>
internal sealed class ObjectValueConverter : JsonConverter<ObjectValue>
{
    public override ObjectValue Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        JsonValueReader.Read(ref reader) is { Kind: ValueKind.Object } value ? value.AsObject : throw new JsonException("An object was expected.");

    public override void Write(Utf8JsonWriter writer, ObjectValue value, JsonSerializerOptions options) =>
        writer.WriteRawValue(((Value)value).ToString());
}

/// <summary>Writes a whole double as <c>2.0</c>: charts tell doubles from whole numbers by how they are written.</summary>
internal sealed class WholeDoubleConverter : JsonConverter<double>
{
    public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && double.TryParse(reader.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number
            : reader.GetDouble();

    public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options)
    {
        if (!double.IsFinite(value))
        {
            throw new JsonException($"JSON has no way to write {value.ToString(CultureInfo.InvariantCulture)}.");
        }

        writer.WriteRawValue(((Value)value).ToString());
    }
}
