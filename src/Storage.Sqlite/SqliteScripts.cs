using Stator.Machines.Stores.Sql;

namespace Stator.Storage.Sqlite;

/// <summary>The statements and migrations of this store.</summary>
internal static class SqliteScripts
{
    public static SqlScripts All { get; } = new(typeof(SqliteScripts).Assembly);
}
