namespace Stator.Interpreters;

/// <summary>Awaits what a function returned whose type is known only now.</summary>
internal static class Awaitable
{
    public static bool IsOne(Type type) =>
        typeof(Task).IsAssignableFrom(type) || type == typeof(ValueTask) || (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ValueTask<>));

    /// <summary>What the task yields; null for one that yields nothing; what is no task, itself.</summary>
    /// <param name="returned">What the function returned.</param>
    /// <param name="type">Its return type. The object's own type would not do: a task that yields nothing is one of an internal type at run time.</param>
    public static async Task<object?> Await(object? returned, Type type)
    {
        if (returned is null || !IsOne(type))
        {
            return returned;
        }

        var task = returned switch
        {
            Task known => known,
            ValueTask known => known.AsTask(),
            _ => (Task)type.GetMethod(nameof(ValueTask<>.AsTask))!.Invoke(returned, null)!,
        };
        await task.ConfigureAwait(false);
        return type.IsGenericType ? task.GetType().GetProperty(nameof(Task<>.Result))!.GetValue(task) : null;
    }

    /// <summary>Awaits what an action returned, if it is a task.</summary>
    public static Task Await(object? returned) => returned is null ? Task.CompletedTask : Await(returned, returned.GetType());
}
