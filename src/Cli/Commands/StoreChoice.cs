using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Stator.Embedded;
using Stator.Machines.Stores;
using Stator.Machines.Stores.Sql;
using Stator.Storage.Postgres;
using Stator.Storage.Sqlite;

namespace Stator.Cli.Commands;

/// <summary>Where instances are kept.</summary>
internal abstract record StoreChoice
{
    /// <summary>The first half of a sentence that says where, for people.</summary>
    public abstract string Description { get; }

    public abstract void AddTo(IServiceCollection services);

    /// <summary>The migrations the database does not have yet.</summary>
    public abstract Task<IReadOnlyList<Migration>> PendingAsync(CancellationToken cancellation);

    /// <summary>Applies them, and returns which there were.</summary>
    public abstract Task<IReadOnlyList<Migration>> MigrateAsync(CancellationToken cancellation);

    /// <summary>One line about what went wrong with this store, and what to do about it; null where something else went wrong.</summary>
    public virtual string? Explain(Exception e) => e is StoreInUseException or StoreFormException ? e.Message : null;
}

/// <summary>In a SQLite database in a folder.</summary>
internal sealed record SqliteChoice(string Folder) : StoreChoice
{
    public override string Description => $"Data is in {Folder}";

    public override void AddTo(IServiceCollection services) => services.AddSqliteStore(Folder);

    public override Task<IReadOnlyList<Migration>> PendingAsync(CancellationToken cancellation) => Task.FromResult(SqliteMigrations.Pending(Folder));

    public override Task<IReadOnlyList<Migration>> MigrateAsync(CancellationToken cancellation) => Task.FromResult(SqliteMigrations.Apply(Folder));

    public override string? Explain(Exception e) => e is DataDirectoryInUseException or DataDirectoryUnusableException ? e.Message : base.Explain(e);
}

/// <summary>In a PostgreSQL database.</summary>
internal sealed record PostgresChoice(NpgsqlConnectionStringBuilder Connection) : StoreChoice
{
    /// <summary>Whether a host brings the tables up to date itself.</summary>
    public bool MigratesOnStart { get; init; } = true;

    private string Name => $"'{Connection.Database ?? Connection.Username}' on {Connection.Host}";

    public override string Description => $"Data is in the PostgreSQL database {Name}";

    public override void AddTo(IServiceCollection services) => services.AddPostgresStore(
        Connection.ConnectionString, postgres => postgres.MigrateOnStart = MigratesOnStart);

    public override Task<IReadOnlyList<Migration>> PendingAsync(CancellationToken cancellation) =>
        PostgresMigrations.PendingAsync(Connection.ConnectionString, cancellation);

    public override Task<IReadOnlyList<Migration>> MigrateAsync(CancellationToken cancellation) =>
        PostgresMigrations.ApplyAsync(Connection.ConnectionString, cancellation);

    public override string? Explain(Exception e) => e switch
    {
        PostgresException { SqlState: PostgresErrorCodes.InvalidCatalogName } =>
            $"There is no PostgreSQL database {Name}. Make it (createdb), or name another one with --connection.",
        PostgresException said => $"The PostgreSQL database {Name} cannot be used: {said.MessageText} See that --connection is right, and that this user may use the database.",
        NpgsqlException => $"The PostgreSQL database {Name} cannot be reached: {e.Message.ReplaceLineEndings(" ")}. See that the server runs, and that --connection is right.",
        _ => base.Explain(e),
    };
}

/// <summary>In memory, until the process ends.</summary>
internal sealed record MemoryChoice : StoreChoice
{
    public override string Description => "Data is in memory, and gone when this ends";

    public override void AddTo(IServiceCollection services) => services.AddMemoryStore();

    public override Task<IReadOnlyList<Migration>> PendingAsync(CancellationToken cancellation) => Task.FromResult<IReadOnlyList<Migration>>([]);

    public override Task<IReadOnlyList<Migration>> MigrateAsync(CancellationToken cancellation) => PendingAsync(cancellation);
}
