using System.Reflection;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Stator.Interpreters;
using Stator.Statecharts.Authoring;
using Stator.Statecharts.Data;

namespace Stator.Machines.Services;

/// <summary>
/// A service of C#: a function of at most an input, besides the <see cref="ServiceCall"/>, a cancellation token and whatever the
/// application's container has. What it returns, or its task yields, is the output.
/// </summary>
public sealed class BoundService
{
    private readonly Delegate _function;
    private readonly MethodInfo _signature;
    private readonly Func<Attempt, object?>[] _arguments;
    private readonly IServiceScopeFactory? _scopes;

    /// <summary>Binds a function.</summary>
    /// <param name="name">The <c>src</c> that charts know it by.</param>
    /// <param name="function">The function.</param>
    /// <param name="options">Its settings; null for the defaults.</param>
    /// <param name="application">The application's container; null where there is none.</param>
    /// <exception cref="ArgumentException">The function's parameters, or the settings, do not fit.</exception>
    public BoundService(string name, Delegate function, MachineServiceOptions? options = null, IServiceProvider? application = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(function);
        Name = name;
        Options = options ?? new();
        _function = function;
        _signature = function.GetType().GetMethod("Invoke")!;
        var known = application?.GetService<IServiceProviderIsService>();
        var parameters = Array.ConvertAll(_signature.GetParameters(), p => p.ParameterType);
        _arguments = Array.ConvertAll(parameters, p => ArgumentOf(p, known));
        _scopes = Array.Exists(parameters, p => IsOfApplication(p, known)) ? application!.GetRequiredService<IServiceScopeFactory>() : null;
        Check(parameters.Where(p => !IsOfCall(p) && !IsOfApplication(p, known)).ToList());
    }

    /// <summary>The <c>src</c> that charts know it by.</summary>
    public string Name { get; }

    /// <summary>Its settings.</summary>
    public MachineServiceOptions Options { get; }

    /// <summary>Runs an attempt to its end.</summary>
    /// <exception cref="Exception">Whatever the function throws; see <see cref="ServiceFailure"/>.</exception>
    public async Task<Value> CallAsync(ServiceCall call, CancellationToken cancellation)
    {
        await using var scope = _scopes?.CreateAsyncScope() ?? default(AsyncServiceScope?);
        var attempt = new Attempt(call, scope?.ServiceProvider, cancellation);
        var arguments = Array.ConvertAll(_arguments, argument => argument(attempt));
        var returned = _signature.Invoke(_function, BindingFlags.DoNotWrapExceptions, null, arguments, null);
        return Write(await Awaitable.Await(returned, _signature.ReturnType).ConfigureAwait(false));
    }

    internal static T Read<T>(Value input) => (T)Read(input, typeof(T))!;

    private void Check(List<Type> inputs)
    {
        if (inputs.Count > 1)
        {
            throw new ArgumentException(
                $"The service '{Name}' takes {string.Join(" and ", inputs.Select(i => i.Name))}, and only one of them can be its input. "
                + $"Let it take at most an input, besides {nameof(ServiceCall)}, CancellationToken and services that the application's container has.");
        }

        if (Options.MaxConcurrency < 1 || Options.Timeout <= TimeSpan.Zero)
        {
            throw new ArgumentException($"The service '{Name}' has a setting that is none: {nameof(Options.MaxConcurrency)} must be 1 or more, and {nameof(Options.Timeout)} more than zero.");
        }
    }

    private static Func<Attempt, object?> ArgumentOf(Type type, IServiceProviderIsService? known)
    {
        if (type == typeof(ServiceCall))
        {
            return static a => a.Call;
        }

        if (type == typeof(CancellationToken))
        {
            return static a => a.Cancellation;
        }

        return IsOfApplication(type, known) ? a => a.Services!.GetRequiredService(type) : a => Read(a.Call.Input, type);
    }

    private static bool IsOfCall(Type type) => type == typeof(ServiceCall) || type == typeof(CancellationToken);

    private static bool IsOfApplication(Type type, IServiceProviderIsService? known) => !IsOfCall(type) && known?.IsService(type) == true;

    private static object? Read(Value input, Type type)
    {
        try
        {
            return TypedValues.To(input, type);
        }
        catch (Exception e) when (e is JsonException or NotSupportedException or InvalidOperationException)
        {
            var place = e is JsonException { Path: { Length: > 0 } path } ? $" at {path}" : "";
            throw new ServiceFailedException(ServiceFailure.ErrorOf($"The input{place} does not fit what the service takes.", "invalid_input"), isRetryable: false);
        }
    }

    private static Value Write(object? output)
    {
        try
        {
            var value = JsonNesting.ToData(TypedValues.From(output));
            return value.Error is { } error ? throw new JsonException(error.Message) : value;
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            throw new ServiceFailedException(ServiceFailure.ErrorOf("The output of the service cannot be written as JSON.", "invalid_output"), isRetryable: false);
        }
    }

    private sealed record Attempt(ServiceCall Call, IServiceProvider? Services, CancellationToken Cancellation);
}
