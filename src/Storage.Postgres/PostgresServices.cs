using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Stator.Machines.Stores;

namespace Stator.Storage.Postgres;

/// <summary>Adds the store to an application.</summary>
public static class PostgresServices
{
    /// <summary>Keeps instances and definitions in a PostgreSQL database, in the schema <c>stator</c>.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="connectionString">Which database, as Npgsql takes it: <c>Host=…;Database=…;Username=…;Password=…</c>.</param>
    /// <param name="configure">Further settings.</param>
    public static IServiceCollection AddPostgresStore(
        this IServiceCollection services, string connectionString, Action<PostgresOptions>? configure = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(connectionString);
        var options = new PostgresOptions();
        configure?.Invoke(options);
        services.AddSingleton(provider => new PostgresStore(connectionString, options, provider.GetService<ILoggerFactory>()));
        services.AddSingleton<IDurableStore>(provider => provider.GetRequiredService<PostgresStore>());
        return services;
    }
}
