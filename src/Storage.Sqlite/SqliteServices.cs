using Microsoft.Extensions.DependencyInjection;
using Stator.Machines.Stores;

namespace Stator.Storage.Sqlite;

/// <summary>Adds the store to an application.</summary>
public static class SqliteServices
{
    /// <summary>Keeps instances and definitions in a SQLite database.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="directory">The directory of the database; it is made where there is none, and held for this process.</param>
    public static IServiceCollection AddSqliteStore(this IServiceCollection services, string directory)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        services.AddSingleton(_ => new SqliteStore(directory));
        services.AddSingleton<IDurableStore>(provider => provider.GetRequiredService<SqliteStore>());
        return services;
    }
}
