using System.Linq.Expressions;
using System.Reflection;
using System.Threading;
using Stator.Statecharts.Data;

namespace Stator.Statecharts.Authoring;

/// <summary>Where each parameter of a method of logic gets its argument from: by its type, and what is left from the params.</summary>
internal static class MethodArguments
{
    /// <summary>Why the parameters cannot be supplied; null where they can.</summary>
    public static string? Unfit(MethodInfo method, Type contextType, LogicRole role)
    {
        var sources = Sources(method, contextType);
        if (role != LogicRole.Action && sources.Contains(Source.Cancellation))
        {
            return "takes a cancellation token, which only actions and services have";
        }

        if (role == LogicRole.Delay && sources.Any(s => s is Source.Params or Source.Param))
        {
            return $"takes more than {Signatures.Name(contextType)} and Event, but a delay has no params";
        }

        return sources.Count(s => s == Source.Params) > 1
            ? $"takes more than one parameter that is neither {Signatures.Name(contextType)} nor Event nor a plain value, so it is not clear which is the params"
            : null;
    }

    public static IEnumerable<Expression> For(MethodInfo method, Type contextType, Expression call, Expression cancellation) =>
        method.GetParameters().Zip(Sources(method, contextType), (parameter, source) => source switch
        {
            Source.Context => Read(Expression.Property(call, nameof(LogicCall.Context)), parameter.ParameterType),
            Source.Event => Expression.Property(call, nameof(LogicCall.Event)),
            Source.Call => call,
            Source.Cancellation => cancellation,
            Source.Params => Read(Expression.Property(call, nameof(LogicCall.Params)), parameter.ParameterType),
            _ => Read(Expression.Call(typeof(MethodArguments), nameof(Member), null, call, Expression.Constant(parameter.Name)), parameter.ParameterType),
        });

    /// <summary>The member of the params whose name meets the parameter's; params that are no object are the argument themselves.</summary>
    internal static Value Member(LogicCall call, string name)
    {
        if (call.Params.Kind != ValueKind.Object)
        {
            return call.Params;
        }

        return call.Params.AsObject.TryGet(name, out var exact) ? exact : call.Params.AsObject.FirstOrDefault(m => LogicNames.Meet(m.Key, name)).Value;
    }

    private static Source[] Sources(MethodInfo method, Type contextType)
    {
        var hasContext = false;
        return Array.ConvertAll(method.GetParameters(), parameter =>
        {
            var type = parameter.ParameterType;
            if (type == contextType && !hasContext)
            {
                hasContext = true;
                return Source.Context;
            }

            return type == typeof(Event) ? Source.Event
                : type == typeof(LogicCall) ? Source.Call
                : type == typeof(CancellationToken) ? Source.Cancellation
                : Signatures.IsSimple(type) ? Source.Param
                : Source.Params;
        });
    }

    private static MethodCallExpression Read(Expression value, Type type) =>
        Expression.Call(typeof(TypedValues), nameof(TypedValues.To), [type], value);

    private enum Source
    {
        Context,
        Event,
        Call,
        Cancellation,
        Params,
        Param,
    }
}
