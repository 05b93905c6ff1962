using System.Text.Json;
using Stator.Cli.Documents;
using Stator.Statecharts;
using Stator.Statecharts.Data;
using Stator.Statecharts.Interpretation;

namespace Stator.Cli.Simulation;

/// <summary>The commands of a simulation as lines of text: what a pipe says, and what the dialogue types on behalf of a person.</summary>
internal sealed class CommandLines(MachineSimulation simulation, Terminal terminal)
{
    public const string Help = """
        send NAME [JSON]     send an event; the JSON object holds its other members
        advance LENGTH       let time pass: 5000 (milliseconds), 30s, 5m, 2h, 1d or PT30S
        complete ID [JSON]   a pending service ends well, with this output
        fail ID [JSON]       a pending service fails, with this error
        state                the active states, and the output at the end
        events               events that active states listen to, with their guards
        timers               pending timers, and how much of them is left
        services             pending services
        context              the context
        snapshot [FILE]      print the snapshot, or save it
        load FILE            go on from a snapshot
        help                 these lines
        quit                 end; so does the end of the input
        """;

    /// <summary>Runs one line.</summary>
    /// <returns>What it has to say, in order.</returns>
    /// <exception cref="SimulationException">It could not be done.</exception>
    public IEnumerable<string> Run(string line)
    {
        var (name, rest) = Cut(line.Trim());
        return name switch
        {
            "send" => Send(Need(rest, "send NAME [JSON]")),
            "advance" => Advance(Need(rest, "advance LENGTH")),
            "complete" => Settle(Need(rest, "complete ID [JSON]"), isError: false),
            "fail" => Settle(Need(rest, "fail ID [JSON]"), isError: true),
            "state" => StateText.State(simulation),
            "events" => StateText.Events(simulation),
            "timers" => StateText.Timers(simulation),
            "services" => StateText.Services(simulation),
            "context" => StateText.Context(simulation),
            "snapshot" => Save(rest),
            "load" => Load(Need(rest, "load FILE")),
            "help" => Help.Split('\n'),
            _ => throw new SimulationException($"unknown command '{name}'{(NearestName.Hint(name, Names) is { Length: > 0 } hint ? hint : ";")} 'help' lists them all"),
        };
    }

    private static IEnumerable<string> Names => Help.Split('\n').Select(l => l.Split(' ')[0]);

    private IEnumerable<string> Send(string arguments)
    {
        var (type, json) = Cut(arguments);
        var payload = json.Length == 0 ? Value.EmptyObject : Json(json);
        if (payload.Kind != ValueKind.Object)
        {
            throw new SimulationException("the payload of an event is an object, such as {\"amount\": 3}");
        }

        var before = simulation.Snapshot;
        var result = simulation.Send(Event.Of(type, payload.AsObject));
        if (result is { Fault: null, Microsteps.IsEmpty: true } && ReferenceEquals(before, result.Snapshot))
        {
            return [$"ignored: nothing takes '{type}' now"];
        }

        return Report(result);
    }

    private IEnumerable<string> Advance(string text)
    {
        var length = Lengths.Parse(text) ?? throw new SimulationException($"'{text}' is no length of time; write {Lengths.Forms}");
        foreach (var (timer, result) in simulation.Advance(length))
        {
            yield return $"timer {timer.Id ?? timer.Event.Type} fires";
            foreach (var line in Checked(result))
            {
                yield return line;
            }
        }

        foreach (var line in StateText.State(simulation))
        {
            yield return line;
        }
    }

    private IEnumerable<string> Settle(string arguments, bool isError)
    {
        var (id, json) = Cut(arguments);
        var value = json.Length == 0 ? default : Json(json);
        var result = simulation.Settle(id, isError ? Outcome.Failed(value) : Outcome.Done(value));
        return Report(result ?? throw new SimulationException(
            $"no pending service has the id '{id}'; pending: {string.Join(", ", simulation.Services().Select(s => s.Id).DefaultIfEmpty("none"))}"));
    }

    private IEnumerable<string> Save(string file)
    {
        var json = PrettyJson.Write(simulation.Save());
        if (file.Length == 0)
        {
            return json.Split('\n');
        }

        OutputFile.Write(terminal, file, json);
        return [$"saved: {file}"];
    }

    private IEnumerable<string> Load(string file)
    {
        simulation.Load(InputFile.Read(terminal, file).Bytes, terminal.Clock.GetUtcNow());
        return StateText.State(simulation);
    }

    private IEnumerable<string> Report(StepResult result) => Checked(result).Concat(StateText.State(simulation));

    private IEnumerable<string> Checked(StepResult result) => result.Fault is { } fault
        ? throw new SimulationException($"refused: {fault.Code}: {fault.Message}")
        : StepText.Lines(result, simulation);

    private static Value Json(string text)
    {
        try
        {
            return Value.Parse(text);
        }
        catch (JsonException e)
        {
            throw new SimulationException($"'{text}' is no JSON: {JsonProblem.Describe(e)}");
        }
    }

    private static string Need(string arguments, string form) =>
        arguments.Length > 0 ? arguments : throw new SimulationException($"something is missing; write {form}");

    private static (string First, string Others) Cut(string text) =>
        text.IndexOf(' ') is >= 0 and var at ? (text[..at], text[(at + 1)..].TrimStart()) : (text, "");
}
