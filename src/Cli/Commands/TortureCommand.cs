using System.CommandLine;
using Stator.Torture;
using Stator.Torture.Plants;

namespace Stator.Cli.Commands;

/// <summary><c>stator torture</c>: breaks what can break, under load, and lets the checker look for promises that were not kept.</summary>
internal sealed class TortureCommand : ToolCommand
{
    private const string NoPlant = "none";

    private readonly Terminal _terminal;

    private readonly Option<double> _minutes = new("--minutes") { Description = "How long.", HelpName = "N", DefaultValueFactory = _ => 1 };

    private readonly Option<int?> _seed = new("--seed") { Description = "Decides all chance, to repeat a run. Made up, and printed, if not given.", HelpName = "N" };

    private readonly Option<string> _store = new("--store") { Description = "Where instances are kept: sqlite, postgres or memory.", HelpName = "STORE", DefaultValueFactory = _ => "sqlite" };

    private readonly Option<int?> _kills = new("--kills") { Description = "End after so many kills of the server instead of after a time.", HelpName = "N" };

    private readonly Option<string?> _only = new("--only") { Description = "Only one kind: simulation (on virtual time), processes (real ones),\nor cluster (three silos; never without being asked for).", HelpName = "KIND" };

    private readonly Option<string> _plant = new("--plant")
    {
        Description = $"Build a fault in, to see that it is found, one of:\n{string.Join(",\n", PlantNames.All.Where(name => name != NoPlant).Chunk(3).Select(names => string.Join(", ", names)))}",
        HelpName = "NAME", DefaultValueFactory = _ => NoPlant,
    };

    private readonly Option<int?> _seeds = new("--seeds") { Description = "How many seeds the simulation runs at most.", HelpName = "N" };

    private readonly Option<bool> _everyCall = new("--every-call") { Description = "Fail every call of the store in turn, not some of each seed." };

    private readonly Option<string?> _traces = new("--traces") { Description = "Keep what happened in a run with violations in this folder.", HelpName = "DIR" };

    private readonly Option<string?> _connection = new("--connection") { Description = "A PostgreSQL server to use; one is started if none is given.", HelpName = "DATABASE" };

    private readonly Option<string?> _silo = new("--silo") { Description = "The program of a silo, or its dll; that of this checkout if not given.", HelpName = "FILE" };

    private readonly Option<string?> _nextSilo = new("--next-silo") { Description = "The program of silos that come later: a newer version, say.", HelpName = "FILE" };

    private readonly Option<string> _siloStorage = new("--silo-storage") { Description = "How the silos keep instances: rows or adonet.", HelpName = "STORAGE", DefaultValueFactory = _ => "rows" };

    public TortureCommand(Terminal terminal)
        : base("torture", """
            Breaks what can break, under load: calls of the store, processes, databases, clocks.
            Then a checker looks for broken promises. Ends with 0 if there is none, with 1 if there is.
            Ctrl-C ends the load, and what happened until then is checked: 130 if nothing is found.
            """)
    {
        _terminal = terminal;
        _store.AcceptOnlyFromAmong("sqlite", "postgres", "memory");
        _only.AcceptOnlyFromAmong("simulation", "processes", "cluster");
        _siloStorage.AcceptOnlyFromAmong("rows", "adonet");
        _plant.AcceptOnlyFromAmong([.. PlantNames.All]);
        foreach (var option in new Option[] { _minutes, _seed, _store, _kills, _only, _plant, _seeds, _everyCall, _traces, _connection, _silo, _nextSilo, _siloStorage })
        {
            Options.Add(option);
        }

        SetAction(RunAsync);
    }

    public override IReadOnlyList<Example> Examples =>
    [
        new("stator torture --only simulation --seed 1 --minutes 0.05", "Hosts on virtual time, for a few seconds"),
        new("stator torture --only simulation --seed 7 --seeds 1 --minutes 0.05 --store memory", "The same again, as everything comes from the seed"),
    ];

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var options = new TortureOptions(
            TimeSpan.FromMinutes(parsed.GetValue(_minutes)), parsed.GetValue(_seed) ?? Random.Shared.Next(1_000_000),
            Enum.Parse<StoreKind>(parsed.GetRequiredValue(_store), ignoreCase: true), [Environment.ProcessPath!, .. OwnArguments()], _terminal.Out)
        {
            Only = parsed.GetValue(_only) is { } only ? Enum.Parse<TorturePart>(only, ignoreCase: true) : null,
            Kills = parsed.GetValue(_kills),
            Seeds = parsed.GetValue(_seeds) ?? int.MaxValue,
            SweepsWhole = parsed.GetValue(_everyCall),
            Plant = PlantNames.Find(parsed.GetRequiredValue(_plant))!.Value,
            Connection = parsed.GetValue(_connection),
            Silo = parsed.GetValue(_only) == "cluster" ? SiloOf(parsed.GetValue(_silo)) : [],
            NextSilo = parsed.GetValue(_nextSilo) is { } next ? SiloOf(next) : null,
            SiloStorage = parsed.GetRequiredValue(_siloStorage),
            TraceDirectory = parsed.GetValue(_traces) is { } traces ? _terminal.PathOf(traces) : null,
        };
        return !await TortureRun.RunAsync(options, cancellation).ConfigureAwait(false) ? ExitCode.Failed
            : cancellation.IsCancellationRequested ? ExitCode.Interrupted
            : ExitCode.Ok;
    }

    private IReadOnlyList<string> SiloOf(string? named)
    {
        var path = named is null ? Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../../../Silo/bin/Release/net10.0/stator-silo.dll")) : _terminal.PathOf(named);
        return !File.Exists(path) ? throw new UserErrorException($"There is no silo program at '{path}'. Build it ('./silo --help' does so), or name one with --silo.")
            : Path.GetExtension(path) == ".dll" ? ["dotnet", path] : [path];
    }

    /// <summary>Run by <c>dotnet</c>, the tool is its first argument.</summary>
    private static IEnumerable<string> OwnArguments() =>
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? [Path.Combine(AppContext.BaseDirectory, "stator.dll")] : [];
}
