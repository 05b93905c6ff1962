using System.CommandLine;
using System.Globalization;
using Stator.Cli.Remote;
using Stator.Machines;
using Stator.Statecharts.Data;

namespace Stator.Cli.Commands;

/// <summary><c>stator incidents</c>: what went wrong with nobody there to be told.</summary>
internal sealed class IncidentsCommand : ToolCommand
{
    public IncidentsCommand(Terminal terminal)
        : base("incidents", "What went wrong on a running host with nobody there to be told: a timer, a service's outcome or a delivery that was refused every time.")
    {
        Subcommands.Add(new ListIncidentsCommand(terminal));
        Subcommands.Add(new RetryIncidentCommand(terminal));
        Subcommands.Add(new SkipIncidentCommand(terminal));
    }

    public override IReadOnlyList<Example> Examples => [];

    public static Argument<long> NumberArgument() => new("NUMBER") { Description = "The incident's number, as 'stator incidents list' prints it." };

    public static Value Data(Incident incident) => ObjectValue.Of(
        ("number", incident.Number),
        ("machine", incident.Address.Machine),
        ("key", incident.Address.Key),
        ("kind", incident.Kind),
        ("subject", incident.Subject),
        ("code", incident.Fault.Code),
        ("detail", incident.Fault.Message),
        ("attempts", incident.Attempts),
        ("firstAt", InstanceSnapshotJson.TimeText(incident.FirstAt)),
        ("lastAt", InstanceSnapshotJson.TimeText(incident.LastAt)));
}

/// <summary><c>stator incidents list</c>: those that are open.</summary>
internal sealed class ListIncidentsCommand : HostCommand
{
    private static readonly string[] Head = ["NUMBER", "INSTANCE", "KIND", "SUBJECT", "TRIED", "LAST", "WHY"];

    private readonly Argument<string?> _machine = new("MACHINE") { Description = "Of this machine.", Arity = ArgumentArity.ZeroOrOne };
    private readonly Argument<string?> _key = new("KEY") { Description = "Of this instance.", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<long> _after = new("--after") { Description = "Only incidents after this number.", HelpName = "N" };

    public ListIncidentsCommand(Terminal terminal)
        : base(terminal, "list", "Lists the open incidents, oldest first.")
    {
        Arguments.Add(_machine);
        Arguments.Add(_key);
        Options.Add(_after);
    }

    public override IReadOnlyList<Example> Examples =>
    [
        new("stator incidents list", "All of them"),
        new("stator incidents list order 4711 --json", "Those of one instance, for a program to read"),
    ];

    protected override async Task<int> RunAsync(IMachineClient client, ParseResult parsed, CancellationToken cancellation)
    {
        var page = await client.Incidents.ListAsync(new(parsed.GetValue(_machine), parsed.GetValue(_key), parsed.GetValue(_after)), cancellation);
        Print(
            parsed,
            () => ObjectValue.Of(
                ("incidents", ListValue.Of([.. page.Incidents.Select(IncidentsCommand.Data)])), ("next", page.Next is { } next ? next : default(Value))),
            () => page.Incidents.IsEmpty ? ["no incident is open"]
                : page.Next is { } next ? [.. Table(page), $"There are more: --after {next}"]
                : Table(page));
        return ExitCode.Ok;
    }

    private static IEnumerable<string> Table(IncidentPage page) => TextTable.Lines(Head, page.Incidents.Select(i => new[]
    {
        i.Number.ToString(CultureInfo.InvariantCulture), i.Address.ToString(), i.Kind, i.Subject.Length > 0 ? i.Subject : "-",
        i.Attempts.ToString(CultureInfo.InvariantCulture), InstanceSnapshotJson.TimeText(i.LastAt), i.Fault.Message,
    }));
}

/// <summary><c>stator incidents retry</c>: tries again what failed.</summary>
internal sealed class RetryIncidentCommand : HostCommand
{
    private readonly Argument<long> _number = IncidentsCommand.NumberArgument();

    public RetryIncidentCommand(Terminal terminal)
        : base(terminal, "retry", "Tries again what failed; exits with 1 when it fails again.") => Arguments.Add(_number);

    public override IReadOnlyList<Example> Examples => [new("stator incidents retry 7", "After its cause is gone")];

    protected override async Task<int> RunAsync(IMachineClient client, ParseResult parsed, CancellationToken cancellation)
    {
        var again = await client.Incidents.RetryAsync(parsed.GetRequiredValue(_number), cancellation);
        Print(
            parsed,
            () => again is null ? ObjectValue.Of(("settled", true)) : ObjectValue.Of(("settled", false), ("incident", IncidentsCommand.Data(again))),
            () => [again is null ? "it went well; the incident is settled" : $"it failed again: {again.Fault.Message}"]);
        return again is null ? ExitCode.Ok : ExitCode.Failed;
    }
}

/// <summary><c>stator incidents skip</c>: gives up what failed.</summary>
internal sealed class SkipIncidentCommand : HostCommand
{
    private readonly Argument<long> _number = IncidentsCommand.NumberArgument();

    private readonly Option<string> _reason = new("--reason") { Description = "Why, for whoever reads the history later.", HelpName = "TEXT", Required = true };

    public SkipIncidentCommand(Terminal terminal)
        : base(terminal, "skip", "Gives up what failed: the timer or outcome is dropped, the delivery is not made. The reason goes into the history.")
    {
        Arguments.Add(_number);
        Options.Add(_reason);
    }

    public override IReadOnlyList<Example> Examples => [new("stator incidents skip 7 --reason 'paid by hand'", "What will never go well")];

    protected override async Task<int> RunAsync(IMachineClient client, ParseResult parsed, CancellationToken cancellation)
    {
        var number = parsed.GetRequiredValue(_number);
        await client.Incidents.SkipAsync(number, new(parsed.GetRequiredValue(_reason)), cancellation);
        Print(parsed, () => ObjectValue.Of(("skipped", number)), () => [$"incident {number} is skipped"]);
        return ExitCode.Ok;
    }
}
