using System.Reflection;
using System.Threading;
using Stator.Statecharts.Data;

namespace Stator.Statecharts.Authoring;

/// <summary>
/// Code for the names of charts: entries of the dictionaries below, or the public methods of a class derived from this one or from
/// <see cref="MachineLogic{TContext}"/>. Names meet in camelCase, PascalCase and snake_case. An entry goes before a method.
/// </summary>
/// <remarks>
/// What a method is follows from what the chart uses its name for, and its signature must fit: a guard returns bool, an assign the
/// context, an action nothing or a task, a delay a <see cref="TimeSpan"/>, milliseconds or an ISO 8601 duration; a service takes at most
/// an input and a <see cref="CancellationToken"/>. Parameters of the other four are matched by type: the context, <see cref="Event"/>,
/// <see cref="LogicCall"/>, a cancellation token (actions), and what is left is read from the params: a string or number by its name,
/// any other type as a whole.
/// </remarks>
public class MachineLogic
{
    private readonly Dictionary<string, BoundAction> _boundActions = new(StringComparer.Ordinal);

    /// <summary>Conditions. They must be pure.</summary>
    public IDictionary<string, Func<LogicCall, bool>> Guards { get; } = new Dictionary<string, Func<LogicCall, bool>>(StringComparer.Ordinal);

    /// <summary>Actions that yield the next context. They run inside the step and must be pure.</summary>
    public IDictionary<string, Func<LogicCall, Value>> Assigns { get; } = new Dictionary<string, Func<LogicCall, Value>>(StringComparer.Ordinal);

    /// <summary>Actions on the world, performed after the step.</summary>
    public IDictionary<string, Action<LogicCall>> Actions { get; } = new Dictionary<string, Action<LogicCall>>(StringComparer.Ordinal);

    /// <summary>How long timers wait: milliseconds, a duration, or an ISO 8601 duration. They must be pure.</summary>
    public IDictionary<string, Func<LogicCall, Value>> Delays { get; } = new Dictionary<string, Func<LogicCall, Value>>(StringComparer.Ordinal);

    /// <summary>Services: functions of at most an input and a cancellation token. What they return, or their task yields, is the output.</summary>
    public IDictionary<string, Delegate> Services { get; } = new Dictionary<string, Delegate>(StringComparer.Ordinal);

    /// <summary>Machines that may be children, by <c>src</c>, with their own code bound.</summary>
    public IDictionary<string, MachineDefinition> Machines { get; } = new Dictionary<string, MachineDefinition>(StringComparer.Ordinal);

    internal virtual Type ContextType => typeof(Value);

    /// <summary>Adds a condition.</summary>
    public MachineLogic Guard(string name, Func<LogicCall, bool> guard)
    {
        Guards.Add(name, guard);
        return this;
    }

    /// <summary>Adds an action that yields the next context.</summary>
    public MachineLogic Assign(string name, Func<LogicCall, Value> assign)
    {
        Assigns.Add(name, assign);
        return this;
    }

    /// <summary>Adds an action on the world.</summary>
    public MachineLogic Action(string name, Action<LogicCall> action)
    {
        Actions.Add(name, action);
        return this;
    }

    /// <summary>Adds an action on the world that the host awaits: one that returns a task.</summary>
    public MachineLogic Action<TTask>(string name, Func<LogicCall, CancellationToken, TTask> action)
    {
        _boundActions.Add(name, new((call, cancellation) => action(call, cancellation), Signatures.IsTask(typeof(TTask))));
        return this;
    }

    /// <summary>Adds a delay.</summary>
    public MachineLogic Delay(string name, Func<LogicCall, Value> delay)
    {
        Delays.Add(name, delay);
        return this;
    }

    /// <summary>Adds a service: a function of at most an input and a cancellation token.</summary>
    public MachineLogic Service(string name, Delegate service)
    {
        Services.Add(name, service);
        return this;
    }

    /// <summary>Adds a machine that may be a child.</summary>
    public MachineLogic Machine(string name, MachineDefinition machine)
    {
        Machines.Add(name, machine);
        return this;
    }

    /// <summary>All actions on the world, by name.</summary>
    internal Dictionary<string, BoundAction> AllActions()
    {
        var all = new Dictionary<string, BoundAction>(_boundActions, StringComparer.Ordinal);
        foreach (var (name, action) in Actions)
        {
            all.Add(name, new((call, _) => Done(action, call), isAsynchronous: false));
        }

        return all;
    }

    /// <summary>The methods of derived classes that a chart may name.</summary>
    internal IReadOnlyList<LogicMethod> Methods() =>
    [
        .. GetType()
            .GetMethods(BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.FlattenHierarchy)
            .Where(m => m.DeclaringType!.IsSubclassOf(typeof(MachineLogic)) && !IsLibrary(m.DeclaringType))
            .Select(m => (Method: m, Attribute: m.GetCustomAttribute<LogicAttribute>()))
            .Where(m => m.Attribute is not null || (m.Method.IsPublic && !m.Method.IsSpecialName))
            .Select(m => new LogicMethod(this, m.Method, m.Attribute?.Role, m.Attribute?.Name ?? m.Method.Name)),
    ];

    private static bool IsLibrary(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(MachineLogic<>);

    private static object? Done(Action<LogicCall> action, LogicCall call)
    {
        action(call);
        return null;
    }
}

/// <summary>Code for the names of charts whose context is a type of C#; see <see cref="MachineLogic"/>.</summary>
/// <typeparam name="TContext">The context; it is written and read by <see cref="TypedValues"/>.</typeparam>
public class MachineLogic<TContext> : MachineLogic
{
    internal override Type ContextType => typeof(TContext);

    /// <summary>Adds a condition.</summary>
    public MachineLogic<TContext> Guard(string name, Func<TContext, Event, bool> guard)
    {
        Guards.Add(name, call => guard(call.ContextAs<TContext>(), call.Event));
        return this;
    }

    /// <summary>Adds an action that yields the next context.</summary>
    public MachineLogic<TContext> Assign(string name, Func<TContext, Event, TContext> assign)
    {
        Assigns.Add(name, call => TypedValues.From(assign(call.ContextAs<TContext>(), call.Event)));
        return this;
    }

    /// <summary>Adds an action on the world.</summary>
    public MachineLogic<TContext> Action(string name, Action<TContext, Event> action)
    {
        Actions.Add(name, call => action(call.ContextAs<TContext>(), call.Event));
        return this;
    }

    /// <summary>Adds a delay.</summary>
    public MachineLogic<TContext> Delay(string name, Func<TContext, Event, TimeSpan> delay)
    {
        Delays.Add(name, call => delay(call.ContextAs<TContext>(), call.Event));
        return this;
    }
}
