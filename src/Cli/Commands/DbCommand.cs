using System.CommandLine;

namespace Stator.Cli.Commands;

/// <summary><c>stator db</c>: the database apart from a host.</summary>
internal sealed class DbCommand : ToolCommand
{
    public DbCommand(Terminal terminal)
        : base("db", "Looks after the database that instances are kept in.") => Subcommands.Add(new DbMigrateCommand(terminal));

    public override IReadOnlyList<Example> Examples => [];
}

/// <summary><c>stator db migrate</c>: brings the tables up to date before a host does.</summary>
internal sealed class DbMigrateCommand : ToolCommand
{
    private readonly Terminal _terminal;
    private readonly StoreArguments _store;

    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Only list what would be applied." };

    public DbMigrateCommand(Terminal terminal)
        : base("migrate", "Brings the tables of a database up to date, and prints what was applied. A host does so itself when it starts, unless that is turned off.")
    {
        _terminal = terminal;
        _store = new(terminal, withMemory: false);
        _store.AddTo(this);
        Options.Add(_dryRun);
        SetAction((parsed, cancellation) => RunAsync(_store.Choose(parsed), parsed.GetValue(_dryRun), cancellation));
    }

    public override IReadOnlyList<Example> Examples =>
    [
        new("stator db migrate --dry-run", "What is missing in the SQLite database in ./stator-data"),
        new("stator db migrate --store sqlite --connection ./data", "Brings the database in ./data up to date"),
    ];

    private async Task<int> RunAsync(StoreChoice store, bool isDryRun, CancellationToken cancellation)
    {
        try
        {
            var migrations = await (isDryRun ? store.PendingAsync(cancellation) : store.MigrateAsync(cancellation)).ConfigureAwait(false);
            foreach (var migration in migrations)
            {
                _terminal.Out.WriteLine($"{(isDryRun ? "would apply" : "applied")} {migration.Name}");
            }

            if (migrations.Count == 0)
            {
                _terminal.Out.WriteLine("The database is up to date.");
            }

            return ExitCode.Ok;
        }
        catch (Exception e) when (store.Explain(e) is not null)
        {
            throw new UserErrorException(store.Explain(e)!, e);
        }
    }
}
