using System.Reflection;
using System.Threading;

namespace Stator.Statecharts.Authoring;

/// <summary>What can be told from the types in a signature. Tasks are known by name only: the core does not run any.</summary>
internal static class Signatures
{
    public static bool IsTask(Type type) =>
        type.Namespace == "System.Threading.Tasks" && type.Name is ("Task" or "Task`1" or "ValueTask" or "ValueTask`1");

    /// <summary>Whether nothing is yielded, at once or by a task.</summary>
    public static bool IsNothing(Type type) => type == typeof(void) || (IsTask(type) && !type.IsGenericType);

    /// <summary>Whether it is read from one member of an object rather than from the whole.</summary>
    public static bool IsSimple(Type type)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        return plain.IsPrimitive || plain.IsEnum || plain == typeof(string) || plain == typeof(decimal) || plain == typeof(Guid)
            || plain == typeof(DateTime) || plain == typeof(DateTimeOffset) || plain == typeof(TimeSpan);
    }

    /// <summary>Why a function cannot be a service; null where it can.</summary>
    public static string? UnfitService(MethodInfo method, IEnumerable<ParameterInfo> parameters)
    {
        if (UnfitAtAll(method) is { } reason)
        {
            return reason;
        }

        return parameters.Count(p => p.ParameterType != typeof(CancellationToken)) > 1 || parameters.Count(p => p.ParameterType == typeof(CancellationToken)) > 1
            ? "takes more than an input and a cancellation token"
            : null;
    }

    public static string? UnfitAtAll(MethodInfo method) => method.ContainsGenericParameters ? "has type parameters"
        : method.GetParameters().Any(p => p.ParameterType.IsByRef || p.ParameterType.IsPointer || p.ParameterType.IsByRefLike) ? "takes a parameter by reference"
        : method.ReturnType.IsByRef || method.ReturnType.IsByRefLike ? "returns a reference"
        : null;

    /// <summary>A type as C# writes it, near enough for a message.</summary>
    public static string Name(Type type) => type == typeof(void) ? "nothing"
        : type == typeof(bool) ? "bool"
        : type == typeof(string) ? "string"
        : type == typeof(int) ? "int"
        : type.IsGenericType ? $"{type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>"
        : type.Name;
}
