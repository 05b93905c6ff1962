using System.CommandLine;
using Stator.Cli.Documents;
using Stator.Http.Security;

namespace Stator.Cli.Commands;

/// <summary><c>stator serve</c>: durable instances behind HTTP.</summary>
internal sealed class ServeCommand : ToolCommand
{
    private readonly Terminal _terminal;

    private readonly StoreArguments _store;

    private readonly Option<string> _urls = new("--urls")
    {
        Description = "Where to listen; several are separated by semicolons.", HelpName = "URL", DefaultValueFactory = _ => ServeOptions.DefaultUrls,
    };

    private readonly Option<string?> _definitions = new("--definitions")
    {
        Description = "A folder whose *.machine.json are published, now and when they change, instead of the samples.", HelpName = "DIR",
    };

    private readonly Option<string?> _auth = new("--auth")
    {
        Description = "Who may call, as JSON: {\"keys\": […], \"jwt\": {…}}; 'stator key new' makes keys. With it other machines may call too.", HelpName = "FILE",
    };

    private readonly Option<bool> _standby = new("--standby")
    {
        Description = "While another host has the store, wait, and take over when it is gone. Only with --store postgres.",
    };

    private readonly Option<bool> _noMigrate = new("--no-migrate")
    {
        Description = "Leave the tables as they are: refuse to start where 'stator db migrate' has to be run first. Only with --store postgres.",
    };

    public ServeCommand(Terminal terminal)
        : base("serve", "Runs machines: durable instances behind an HTTP API, in an embedded database or in PostgreSQL. Prints what to try; Ctrl-C ends it.")
    {
        _terminal = terminal;
        _store = new(terminal, withMemory: true);
        _store.AddTo(this);
        Options.Add(_urls);
        Options.Add(_definitions);
        Options.Add(_auth);
        Options.Add(_standby);
        Options.Add(_noMigrate);
        SetAction(RunAsync);
    }

    public override IReadOnlyList<Example> Examples =>
    [
        new("stator serve", "The sample machines, with the data in ./stator-data"),
        new("stator serve --definitions . --data ./data --urls http://127.0.0.1:9000", "The machines of this folder, on another port"),
        new("stator serve --store postgres --connection 'Host=localhost;Database=stator;Username=stator'", "In PostgreSQL; the password is taken from PGPASSWORD or ~/.pgpass"),
        new("stator serve --store postgres --connection 'Host=localhost;Database=stator;Username=stator' --standby --urls http://127.0.0.1:8081", "A second host, which takes over when the first one is gone"),
        new("stator serve --urls http://0.0.0.0:8080 --auth keys.json", "For other machines, with the keys of that file"),
    ];

    private Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation) => ServeHost.RunAsync(
        new(
            ChooseStore(parsed),
            parsed.GetRequiredValue(_urls),
            parsed.GetValue(_definitions) is { } folder ? _terminal.PathOf(folder) : null,
            _terminal.Out,
            _terminal.Error)
        {
            Security = parsed.GetValue(_auth) is { } file ? ReadSecurity(file) : null,
            IsStandby = parsed.GetValue(_standby),
        },
        cancellation);

    /// <summary>A SQLite directory is held from the moment it is opened, and its tables are brought up to date then.</summary>
    private StoreChoice ChooseStore(ParseResult parsed)
    {
        var store = _store.Choose(parsed);
        if (store is PostgresChoice postgres)
        {
            return postgres with { MigratesOnStart = !parsed.GetValue(_noMigrate) };
        }

        var unfit = new Option[] { _standby, _noMigrate }.FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false });
        return unfit is null
            ? store
            : throw new UserErrorException($"{unfit.Name} is for --store postgres. Add --store postgres --connection 'Host=…;Database=…;Username=…', or leave it out.");
    }

    private StatorSecurityOptions ReadSecurity(string name)
    {
        var options = new StatorSecurityOptions();
        try
        {
            SecurityFile.Read(InputFile.Read(_terminal, name).Bytes, options);
            return options;
        }
        catch (FormatException e)
        {
            throw new UserErrorException($"'{name}' does not say who may call: {e.Message}.", e);
        }
    }
}
