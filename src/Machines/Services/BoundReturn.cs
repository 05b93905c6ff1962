using Stator.Interpreters;

namespace Stator.Machines.Services;

/// <summary>What bound code returns.</summary>
public static class BoundReturn
{
    /// <summary>Awaits it, where it is a task; what it yields is of no account.</summary>
    public static Task AwaitAsync(object? returned) => Awaitable.Await(returned);
}
