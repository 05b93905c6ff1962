namespace Stator.Statecharts.Authoring;

/// <summary>Says what a method of a <see cref="MachineLogic"/> is, where its signature does not, and what charts call it.</summary>
/// <param name="name">The name in charts; null for the method's own.</param>
[AttributeUsage(AttributeTargets.Method)]
public abstract class LogicAttribute(string? name) : Attribute
{
    /// <summary>The name in charts; null for the method's own.</summary>
    public string? Name => name;

    internal abstract LogicRole Role { get; }
}

/// <summary>The method is a guard.</summary>
/// <param name="name">The name in charts; null for the method's own.</param>
public sealed class GuardAttribute(string? name = null) : LogicAttribute(name)
{
    internal override LogicRole Role => LogicRole.Guard;
}

/// <summary>The method yields the next context.</summary>
/// <param name="name">The name in charts; null for the method's own.</param>
public sealed class AssignAttribute(string? name = null) : LogicAttribute(name)
{
    internal override LogicRole Role => LogicRole.Assign;
}

/// <summary>The method acts on the world, after the step.</summary>
/// <param name="name">The name in charts; null for the method's own.</param>
public sealed class ActionAttribute(string? name = null) : LogicAttribute(name)
{
    internal override LogicRole Role => LogicRole.Action;
}

/// <summary>The method yields how long a timer waits.</summary>
/// <param name="name">The name in charts; null for the method's own.</param>
public sealed class DelayAttribute(string? name = null) : LogicAttribute(name)
{
    internal override LogicRole Role => LogicRole.Delay;
}

/// <summary>The method is a service.</summary>
/// <param name="name">The name in charts; null for the method's own.</param>
public sealed class ServiceAttribute(string? name = null) : LogicAttribute(name)
{
    internal override LogicRole Role => LogicRole.Service;
}

/// <summary>What code does for a chart.</summary>
internal enum LogicRole
{
    Guard,
    Assign,
    Action,
    Delay,
    Service,
}
