namespace Stator.Storage.Postgres;

/// <summary>The settings of the store beside its connection string.</summary>
public sealed class PostgresOptions
{
    /// <summary>
    /// Whether the tables are made and brought up to date at the first use. Otherwise that is left to <c>stator db migrate</c>, and the
    /// store refuses to work as long as something is missing.
    /// </summary>
    public bool MigrateOnStart { get; set; } = true;
}
