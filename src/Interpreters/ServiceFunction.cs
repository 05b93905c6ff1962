using System.Reflection;
using System.Runtime.ExceptionServices;
using Stator.Statecharts.Authoring;
using Stator.Statecharts.Data;
using Stator.Statecharts.Interpretation;

namespace Stator.Interpreters;

/// <summary>Calls the function of a service: makes its input out of a value, awaits it, and makes a value out of what it yields.</summary>
internal sealed class ServiceFunction(Delegate function)
{
    private readonly MethodInfo _signature = function.GetType().GetMethod("Invoke")!;

    /// <summary>Whether it returns a task.</summary>
    public bool IsAsynchronous => Awaitable.IsOne(_signature.ReturnType);

    public static Outcome Failure(Exception failure) =>
        failure is ServiceFailedException told ? Outcome.Failed(told.Error) : Outcome.Failed(failure.Message);

    /// <summary>The pause until the next attempt; null where there is none.</summary>
    public static TimeSpan? PauseAfter(Exception failure, ServiceRun run) =>
        failure is ServiceFailedException { IsRetryable: false } ? null : run.Start.Retry?.PauseAfter(run.Attempt, (failure as ServiceFailedException)?.RetryAfter ?? default);

    /// <summary>Calls a function that returns no task.</summary>
    public Value Call(Value input, CancellationToken cancellation) => TypedValues.From(Invoke(input, cancellation));

    public async Task<Value> CallAsync(Value input, CancellationToken cancellation) =>
        TypedValues.From(await Awaitable.Await(Invoke(input, cancellation), _signature.ReturnType).ConfigureAwait(false));

    private object? Invoke(Value input, CancellationToken cancellation)
    {
        var arguments = Array.ConvertAll(
            _signature.GetParameters(),
            p => p.ParameterType == typeof(CancellationToken) ? cancellation : TypedValues.To(input, p.ParameterType));
        try
        {
            return function.DynamicInvoke(arguments);
        }
        catch (TargetInvocationException e) when (e.InnerException is { } thrown)
        {
            ExceptionDispatchInfo.Throw(thrown);
            throw;
        }
    }
}
