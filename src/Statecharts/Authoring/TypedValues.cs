using System.Text.Json;
using Stator.Statecharts.Data;

namespace Stator.Statecharts.Authoring;

/// <summary>The one bridge between JSON values and the types of C#: System.Text.Json with its web defaults, so members are camelCase.</summary>
public static class TypedValues
{
    /// <summary>How types are written and read. A <see cref="Value"/> inside a type is written as it is; a whole double keeps its <c>.0</c>.</summary>
    public static JsonSerializerOptions Options { get; } = CreateOptions();

    /// <summary>An object of C# as a value. A <see cref="Value"/> is passed through.</summary>
    /// <exception cref="JsonException">The object cannot be written as JSON.</exception>
    /// <exception cref="NotSupportedException">The object's type cannot be written as JSON.</exception>
    public static Value From(object? value) => value switch
    {
        null => default,
        Value known => known,
        ObjectValue known => known,
        ListValue known => known,
        string text => text,
        bool truth => truth,
        int number => number,
        long number => number,
        double number => number,
        Event @event => @event.Members,
        _ => Value.Parse(JsonSerializer.SerializeToUtf8Bytes(value, value.GetType(), Options)),
    };

    /// <summary>A value as an object of C#.</summary>
    /// <exception cref="JsonException">The value does not fit the type.</exception>
    public static T To<T>(Value value)
    {
        if (typeof(T) == typeof(Value) || (typeof(T) == typeof(object) && !value.IsNull))
        {
            return (T)(object)value;
        }

        if (typeof(T) == typeof(ObjectValue))
        {
            return (T)(object)(value.Kind == ValueKind.Object ? value.AsObject : throw new JsonException($"An object was expected, not {value}."));
        }

        return (T)ToObject(value, typeof(T))!;
    }

    /// <summary>A value as an object of a type that is known only now.</summary>
    /// <exception cref="JsonException">The value does not fit the type.</exception>
    public static object? To(Value value, Type type)
    {
        ArgumentNullException.ThrowIfNull(type);
        return type == typeof(Value) ? value
            : type == typeof(ObjectValue) ? To<ObjectValue>(value)
            : ToObject(value, type);
    }

    /// <summary>The context as an object of C#.</summary>
    public static T ContextAs<T>(this LogicCall call) => To<T>(call.Context);

    /// <summary>The params as an object of C#.</summary>
    public static T ParamsAs<T>(this LogicCall call) => To<T>(call.Params);

    /// <summary>The event with its members as an object of C#.</summary>
    public static T As<T>(this Event @event)
    {
        ArgumentNullException.ThrowIfNull(@event);
        return To<T>(@event.Members);
    }

    private static object? ToObject(Value value, Type type)
    {
        var writer = new JsonTextWriter();
        writer.Write(value);
        return JsonSerializer.Deserialize(writer.WrittenSpan, type, Options);
    }

    private static JsonSerializerOptions CreateOptions()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web) { MaxDepth = JsonValueReader.MaxDepth };
        options.Converters.Add(new ValueConverter());
        options.Converters.Add(new ObjectValueConverter());
        options.Converters.Add(new WholeDoubleConverter());
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
