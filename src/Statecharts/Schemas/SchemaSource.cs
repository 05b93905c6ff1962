using System.Collections.Immutable;
using Stator.Statecharts.Data;

namespace Stator.Statecharts.Schemas;

/// <summary>One schema object while it is read. A keyword with a value of the wrong form is reported and then read as absent.</summary>
internal sealed class SchemaSource(ObjectValue document, string pointer, string resource, SchemaCompiler compiler)
{
    public ObjectValue Document { get; } = document;

    public string Pointer { get; } = pointer;

    /// <summary>What <c>#</c> means here.</summary>
    public string Resource { get; } = resource;

    public SchemaCompiler Compiler { get; } = compiler;

    public Value? Any(string keyword) => Document.TryGet(keyword, out var value) ? value : default(Value?);

    public string? Text(string keyword) => Any(keyword) switch
    {
        null => null,
        { Kind: ValueKind.String } value => value.AsString,
        { } value => Wrong<string>(keyword, "a string", value),
    };

    public bool? Flag(string keyword) => Any(keyword) switch
    {
        null => null,
        { IsBool: true } value => value.AsBool,
        { } value => Wrong<bool?>(keyword, "true or false", value),
    };

    public Value? Number(string keyword) => Any(keyword) switch
    {
        null => null,
        { Kind: ValueKind.Int or ValueKind.Double } value => value,
        { } value => Wrong<Value?>(keyword, "a number", value),
    };

    public long? Count(string keyword) => Any(keyword) switch
    {
        null => null,
        { IsInt: true } value when value.AsInt >= 0 => value.AsInt,
        { IsDouble: true } value when Numbers.IsWhole(value) && value.AsDouble is >= 0 and < long.MaxValue => (long)value.AsDouble,
        { } value => Wrong<long?>(keyword, "a whole number from 0", value),
    };

    public ListValue? List(string keyword) => Any(keyword) switch
    {
        null => null,
        { Kind: ValueKind.List } value => value.AsList,
        { } value => Wrong<ListValue>(keyword, "a list", value),
    };

    public ObjectValue? Object(string keyword) => Any(keyword) switch
    {
        null => null,
        { Kind: ValueKind.Object } value => value.AsObject,
        { } value => Wrong<ObjectValue>(keyword, "an object", value),
    };

    public ImmutableArray<string> Names(string keyword)
    {
        if (List(keyword) is not { } list)
        {
            return [];
        }

        return list.All(item => item.Kind == ValueKind.String)
            ? [.. list.Select(item => item.AsString)]
            : Wrong<ImmutableArray<string>?>(keyword, "a list of strings", list) ?? [];
    }

    public SchemaNode? Schema(string keyword) =>
        Document.TryGet(keyword, out var schema) ? Compiler.CompileAt(schema, Place(keyword), Resource) : null;

    public ImmutableArray<SchemaNode> Schemas(string keyword)
    {
        if (List(keyword) is not { } list)
        {
            return [];
        }

        if (list.Count == 0)
        {
            Report(
                keyword,
                $"The keyword \"{keyword}\" must have at least one schema, but its list is empty.",
                "Write a schema into the list, or leave the keyword out.");
        }

        return [.. list.Select((schema, i) => Compiler.CompileAt(schema, $"{Place(keyword)}/{i}", Resource))];
    }

    public ImmutableArray<(string Name, SchemaNode Node)> SchemaMap(string keyword) =>
        Object(keyword) is { } map
            ? [.. map.Select(member => (member.Key, Compiler.CompileAt(member.Value, SchemaPointer.Append(Place(keyword), member.Key), Resource)))]
            : [];

    public string Place(string keyword) => SchemaPointer.Append(Pointer, keyword);

    public void Report(string keyword, string message, string remedy) => Compiler.Report(Place(keyword), message, remedy);

    private T? Wrong<T>(string keyword, string expected, Value found)
    {
        Report(keyword, $"The keyword \"{keyword}\" must be {expected}, but has {SchemaWords.Describe(found)}.", $"Write {expected}.");
        return default;
    }
}
