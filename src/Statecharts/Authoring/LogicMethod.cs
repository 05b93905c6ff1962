using System.Linq.Expressions;
using System.Reflection;
using System.Threading;
using Stator.Statecharts.Data;

namespace Stator.Statecharts.Authoring;

/// <summary>A method of a class of logic, and how it becomes a function that the engine calls.</summary>
/// <param name="Logic">Whose.</param>
/// <param name="Method">The method.</param>
/// <param name="Role">What its attribute says it is; null where it has none.</param>
/// <param name="Name">The name charts know it by.</param>
internal sealed record LogicMethod(MachineLogic Logic, MethodInfo Method, LogicRole? Role, string Name)
{
    private static readonly ParameterExpression Call = Expression.Parameter(typeof(LogicCall), "call");
    private static readonly ParameterExpression Cancellation = Expression.Parameter(typeof(CancellationToken), "cancellation");

    private bool YieldsContext => Method.ReturnType == Logic.ContextType || Method.ReturnType == typeof(Value) || Method.ReturnType == typeof(ObjectValue);

    /// <summary>Whether the chart's name is this method's. The customary <c>Async</c> at the end of a method that returns a task does not count.</summary>
    public bool Meets(string name) => LogicNames.Meet(Name, name)
        || (Signatures.IsTask(Method.ReturnType) && Name.EndsWith("Async", StringComparison.Ordinal) && LogicNames.Meet(Name[..^5], name));

    /// <summary>Whether it may be what the chart uses the name for; the signature is another question.</summary>
    public bool MayBe(LogicRole use) => Role is null || Role == use || (use == LogicRole.Action && Role == LogicRole.Assign);

    /// <summary>What an action of the chart is here: a change of the context, or an action on the world.</summary>
    public LogicRole RoleOfAction => Role ?? (YieldsContext ? LogicRole.Assign : LogicRole.Action);

    /// <summary>Why the signature does not fit the role; null where it does.</summary>
    public string? Unfit(LogicRole role)
    {
        if (role == LogicRole.Service)
        {
            return Signatures.UnfitService(Method, Method.GetParameters());
        }

        return Signatures.UnfitAtAll(Method) ?? UnfitReturn(role) ?? MethodArguments.Unfit(Method, Logic.ContextType, role);
    }

    public Func<LogicCall, bool> ToGuard() => Expression.Lambda<Func<LogicCall, bool>>(Invocation(), Call).Compile();

    public Func<LogicCall, Value> ToAssign() => Expression.Lambda<Func<LogicCall, Value>>(AsValue(Invocation()), Call).Compile();

    public Func<LogicCall, Value> ToDelay() => Expression.Lambda<Func<LogicCall, Value>>(
        Method.ReturnType == typeof(TimeSpan) ? Expression.Convert(Invocation(), typeof(Value)) : AsValue(Invocation()), Call).Compile();

    public BoundAction ToAction()
    {
        Expression body = Method.ReturnType == typeof(void)
            ? Expression.Block(Invocation(), Expression.Constant(null))
            : Expression.Convert(Invocation(), typeof(object));
        var perform = Expression.Lambda<Func<LogicCall, CancellationToken, object?>>(body, Call, Cancellation).Compile();
        return new(perform, Signatures.IsTask(Method.ReturnType));
    }

    public Delegate ToService() => Method.CreateDelegate(
        Expression.GetDelegateType([.. Method.GetParameters().Select(p => p.ParameterType), Method.ReturnType]), Method.IsStatic ? null : Logic);

    private string? UnfitReturn(LogicRole role)
    {
        var returned = $"returns {Signatures.Name(Method.ReturnType)}";
        return role switch
        {
            LogicRole.Guard when Method.ReturnType != typeof(bool) => $"{returned}, where a guard returns bool",
            LogicRole.Assign when !YieldsContext => $"{returned}, where an assign returns {Signatures.Name(Logic.ContextType)}",
            LogicRole.Action when Role is null && !Signatures.IsNothing(Method.ReturnType) =>
                $"{returned}, where an assign returns {Signatures.Name(Logic.ContextType)} and an action nothing or a task",
            LogicRole.Delay when Method.ReturnType != typeof(Value) && !Signatures.IsSimple(Method.ReturnType) =>
                $"{returned}, where a delay returns a TimeSpan, milliseconds, or an ISO 8601 duration",
            _ => null,
        };
    }

    private MethodCallExpression Invocation() => Expression.Call(
        Method.IsStatic ? null : Expression.Constant(Logic), Method, MethodArguments.For(Method, Logic.ContextType, Call, Cancellation));

    private static Expression AsValue(Expression result) =>
        Expression.Call(typeof(TypedValues), nameof(TypedValues.From), null, Expression.Convert(result, typeof(object)));
}
