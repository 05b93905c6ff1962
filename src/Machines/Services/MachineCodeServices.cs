using Microsoft.Extensions.DependencyInjection;
using Stator.Machines.Services;
using Stator.Statecharts.Authoring;

namespace Stator.Machines;

/// <summary>Adds code for the names in machines: services, and the guards, assigns, actions, delays and services of one machine.</summary>
public static class MachineCodeServices
{
    /// <summary>
    /// Adds a service that charts invoke by its name. The function takes at most an input, which is read from the <c>input</c> of the
    /// chart, and besides, in any order, a <see cref="ServiceCall"/>, a <see cref="CancellationToken"/> and services of the application,
    /// which live as long as the attempt. What it returns, or its task yields, is the output.
    /// </summary>
    /// <param name="services">The application's services.</param>
    /// <param name="name">The <c>src</c> of charts.</param>
    /// <param name="function">The function.</param>
    /// <param name="configure">Its settings.</param>
    public static IServiceCollection AddMachineService(
        this IServiceCollection services, string name, Delegate function, Action<MachineServiceOptions>? configure = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(function);
        var options = new MachineServiceOptions();
        configure?.Invoke(options);
        return services.AddSingleton(new ServiceRegistration(name, function, options));
    }

    /// <summary>Adds logic for one machine. Of two that bind the same name the one added later holds.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="machine">The machine's id.</param>
    /// <param name="logic">The logic.</param>
    public static IServiceCollection AddMachineLogic(this IServiceCollection services, string machine, MachineLogic logic)
    {
        ArgumentException.ThrowIfNullOrEmpty(machine);
        ArgumentNullException.ThrowIfNull(logic);
        return services.AddSingleton(new LogicRegistration(machine, _ => logic));
    }

    /// <summary>Adds logic for one machine: one object for the whole host, made from the application's services.</summary>
    /// <typeparam name="TLogic">The class of logic.</typeparam>
    /// <param name="services">The application's services.</param>
    /// <param name="machine">The machine's id.</param>
    public static IServiceCollection AddMachineLogic<TLogic>(this IServiceCollection services, string machine)
        where TLogic : MachineLogic
    {
        ArgumentException.ThrowIfNullOrEmpty(machine);
        return services.AddSingleton(new LogicRegistration(machine, ActivatorUtilities.GetServiceOrCreateInstance<TLogic>));
    }

    /// <summary>All code that was added to an application.</summary>
    internal static MachineCode CodeOf(IServiceProvider provider) => new(
        provider.GetServices<LogicRegistration>().Select(l => new LogicBinding(l.Machine, l.Make(provider))),
        provider.GetServices<ServiceRegistration>().Select(s => new BoundService(s.Name, s.Function, s.Options, provider)));

    private sealed record ServiceRegistration(string Name, Delegate Function, MachineServiceOptions Options);

    private sealed record LogicRegistration(string Machine, Func<IServiceProvider, MachineLogic> Make);
}
