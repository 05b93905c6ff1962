using System.Collections.Immutable;
using Stator.Statecharts.Authoring;
using Stator.Statecharts.Data;

namespace Stator.Machines;

/// <summary>What is answered of an instance, as an application reads it: the context as its own type, and the states.</summary>
public static class TypedContexts
{
    /// <summary>The context as an object of C#; what is secret is <c>[secret]</c> in it.</summary>
    /// <exception cref="System.Text.Json.JsonException">The context does not fit the type.</exception>
    public static T ContextAs<T>(this Receipt receipt)
    {
        ArgumentNullException.ThrowIfNull(receipt);
        return TypedValues.To<T>(receipt.Context);
    }

    /// <summary>The context as an object of C#; what is secret is <c>[secret]</c> in it.</summary>
    /// <exception cref="System.Text.Json.JsonException">The context does not fit the type.</exception>
    public static T ContextAs<T>(this InstanceSnapshot instance)
    {
        ArgumentNullException.ThrowIfNull(instance);
        return TypedValues.To<T>(Value.Parse(instance.Snapshot.Span)["context"]);
    }

    /// <summary>The ids of the active leaves, in document order.</summary>
    public static ImmutableArray<string> StateIds(this InstanceSnapshot instance)
    {
        ArgumentNullException.ThrowIfNull(instance);
        return [.. Value.Parse(instance.Snapshot.Span)["stateIds"].AsList.Select(id => id.AsString)];
    }
}
