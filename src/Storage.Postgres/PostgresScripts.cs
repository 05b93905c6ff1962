using Stator.Machines.Stores.Sql;

namespace Stator.Storage.Postgres;

/// <summary>The statements and migrations of this store.</summary>
internal static class PostgresScripts
{
    public static SqlScripts All { get; } = new(typeof(PostgresScripts).Assembly);
}
