using System.Data.Common;
using Npgsql;

namespace Stator.Storage.Postgres;

/// <summary>What the store needs of each connection, added to what the user wrote.</summary>
internal static class ConnectionSettings
{
    public const string Schema = "stator";

    /// <summary>
    /// A commit is on disk when it is confirmed, whatever the server's default. The plans go along indexes, since every statement asks
    /// for few rows: one that was made while a table was small must not read the whole table when it has grown.
    /// </summary>
    private const string Session =
        "-c synchronous_commit=on -c jit=off -c plan_cache_mode=force_generic_plan -c enable_seqscan=off -c enable_hashjoin=off "
        + "-c enable_mergejoin=off -c enable_bitmapscan=off -c max_parallel_workers_per_gather=0";

    private const string Remedy = "Give it as 'Host=…;Database=…;Username=…'.";

    /// <summary>The settings for the connections that read and write.</summary>
    /// <exception cref="ArgumentException">The text is no connection string, or asks for something this store cannot do without.</exception>
    public static NpgsqlConnectionStringBuilder Of(string connectionString)
    {
        var builder = Read(connectionString);
        if (string.IsNullOrEmpty(builder.Host))
        {
            throw new ArgumentException($"The connection string names no host. {Remedy}");
        }

        if (builder.Options?.Replace(" ", "", StringComparison.Ordinal).Contains("synchronous_commit=off", StringComparison.OrdinalIgnoreCase) == true)
        {
            throw new ArgumentException("The connection string turns synchronous_commit off. Then what was confirmed may be lost in a crash; leave it out.");
        }

        builder.SearchPath = Schema;
        builder.Options = string.Join(' ', Session, builder.Options).TrimEnd();

        // Nothing here changes the session, so there is nothing to reset when a connection goes back to the pool.
        builder.NoResetOnClose = true;
        builder.IncludeErrorDetail = true;
        var given = Given(connectionString);
        SetUnless(given, "Application Name", () => builder.ApplicationName = "stator");
        SetUnless(given, "Timeout", () => builder.Timeout = 5);
        SetUnless(given, "Command Timeout", () => builder.CommandTimeout = 10);
        SetUnless(given, "Maximum Pool Size", () => builder.MaxPoolSize = 20);
        SetUnless(given, "Max Auto Prepare", () => builder.MaxAutoPrepare = 40);
        SetUnless(given, "Auto Prepare Min Usages", () => builder.AutoPrepareMinUsages = 2);
        if (builder.Host[0] is not ('/' or '@'))
        {
            // Some are kept while nothing happens: what is between the machines must not forget them. Sockets in the file system know nothing of it.
            SetUnless(given, "TCP Keepalive", () => builder.TcpKeepAlive = true);
            SetUnless(given, "TCP Keepalive Time", () => builder.TcpKeepAliveTime = 60);
        }

        return builder;
    }

    /// <summary>The settings for the one connection that stays open and holds the lock: a broken one is noticed soon, at both ends.</summary>
    public static string Lasting(NpgsqlConnectionStringBuilder settings) => new NpgsqlConnectionStringBuilder(settings.ConnectionString)
    {
        Pooling = false,
        KeepAlive = 5,
        Options = $"{settings.Options} -c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3 -c lock_timeout=2s",
    }.ConnectionString;

    private static NpgsqlConnectionStringBuilder Read(string connectionString)
    {
        try
        {
            return new(connectionString);
        }
        catch (Exception e) when (e is ArgumentException or FormatException or KeyNotFoundException)
        {
            throw new ArgumentException($"The connection string cannot be read: {e.Message.ReplaceLineEndings(" ")} {Remedy}", e);
        }
    }

    private static HashSet<string> Given(string connectionString) =>
        [.. new DbConnectionStringBuilder { ConnectionString = connectionString }.Keys.Cast<string>().Select(Plain)];

    private static void SetUnless(HashSet<string> given, string key, Action set)
    {
        if (!given.Contains(Plain(key)))
        {
            set();
        }
    }

    private static string Plain(string key) => key.Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant();
}
