namespace Stator.Statecharts.Data;

/// <summary>What a <see cref="Value"/> is. The first seven are JSON; the rest exist only inside an expression.</summary>
public enum ValueKind : byte
{
    /// <summary>JSON null, and the default of <see cref="Value"/>.</summary>
    Null,

    /// <summary>true or false.</summary>
    Bool,

    /// <summary>A number written without fraction or exponent: 64 bits, signed.</summary>
    Int,

    /// <summary>Any other number: IEEE 754, 64 bits.</summary>
    Double,

    /// <summary>A string of UTF-16 code units.</summary>
    String,

    /// <summary>An ordered list.</summary>
    List,

    /// <summary>An object: string keys in the order they were written.</summary>
    Object,

    /// <summary>A point in time (UTC, 100 ns); in JSON an RFC 3339 string.</summary>
    Timestamp,

    /// <summary>A span of time (100 ns); in JSON seconds with the suffix <c>s</c>, as in <c>1.5s</c>.</summary>
    Duration,

    /// <summary>The type of a value, as <c>type(x)</c> yields it; in JSON its name.</summary>
    Type,

    /// <summary>A failed evaluation. It never leaves the engine as data.</summary>
    Error,
}
