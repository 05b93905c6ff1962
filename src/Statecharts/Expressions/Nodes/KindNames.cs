using Stator.Statecharts.Data;

namespace Stator.Statecharts.Expressions;

/// <summary>The kinds of values as CEL names them.</summary>
internal static class KindNames
{
    public static readonly TypeName Int = new("int");
    public static readonly TypeName Double = new("double");
    public static readonly TypeName Bool = new("bool");
    public static readonly TypeName String = new("string");
    public static readonly TypeName List = new("list");
    public static readonly TypeName Map = new("map");
    public static readonly TypeName Null = new("null_type");
    public static readonly TypeName Type = new("type");
    public static readonly TypeName Timestamp = new("google.protobuf.Timestamp");
    public static readonly TypeName Duration = new("google.protobuf.Duration");

    /// <summary>The types that an expression may name.</summary>
    public static IReadOnlyList<TypeName> All { get; } = [Int, Double, Bool, String, List, Map, Null, Type, Timestamp, Duration];

    /// <summary>What <c>type(x)</c> yields.</summary>
    public static TypeName TypeOf(Value value) => value.Kind switch
    {
        ValueKind.Null => Null,
        ValueKind.Bool => Bool,
        ValueKind.Int => Int,
        ValueKind.Double => Double,
        ValueKind.String => String,
        ValueKind.List => List,
        ValueKind.Object => Map,
        ValueKind.Timestamp => Timestamp,
        ValueKind.Duration => Duration,
        _ => Type,
    };

    /// <summary>The kind with its article, for messages.</summary>
    public static string Of(Value value) => value.Kind switch
    {
        ValueKind.Null => "null",
        ValueKind.Bool => "a bool",
        ValueKind.Int => "an int",
        ValueKind.Double => "a double",
        ValueKind.String => "a string",
        ValueKind.List => "a list",
        ValueKind.Object => "a map",
        ValueKind.Timestamp => "a timestamp",
        ValueKind.Duration => "a duration",
        ValueKind.Type => "a type",
        _ => "an error",
    };
}
