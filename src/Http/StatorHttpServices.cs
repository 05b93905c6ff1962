using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Stator.Http.Security;

namespace Stator.Http;

/// <summary>What the HTTP interface may be given by its application.</summary>
public static class StatorHttpServices
{
    /// <summary>
    /// Says who may call. Without it the interface serves this machine only; with it a caller proves who they are by an API key or a JSON Web Token,
    /// and other machines may call.
    /// </summary>
    public static IServiceCollection AddStatorSecurity(this IServiceCollection services, Action<StatorSecurityOptions> configure)
    {
        services.AddOptions<StatorSecurityOptions>().Configure(configure).ValidateOnStart();
        return AddGate(services);
    }

    /// <summary>The same with options that were made elsewhere, as <see cref="SecurityFile"/> reads them.</summary>
    public static IServiceCollection AddStatorSecurity(this IServiceCollection services, StatorSecurityOptions security)
    {
        services.AddSingleton(Options.Create(security));
        return AddGate(services);
    }

    /// <summary>Lets the application's own health checks tell whether instances can be served.</summary>
    /// <param name="checks">The application's checks.</param>
    /// <param name="name">What the check is called there.</param>
    public static IHealthChecksBuilder AddStator(this IHealthChecksBuilder checks, string name = "stator")
    {
        ArgumentNullException.ThrowIfNull(checks);
        return checks.AddCheck<ReadyCheck>(name);
    }

    private static IServiceCollection AddGate(IServiceCollection services)
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<StatorSecurityOptions>, StatorSecurityValidation>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IGate, CallerGate>();
        return services;
    }
}
