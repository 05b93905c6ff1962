using System.Text;
using Spectre.Console;
using Stator.Cli.Simulation;
using Stator.Cli.Tests.Support;
using Stator.Statecharts.Data;
using Stator.Statecharts.Parsing;

namespace Stator.Cli.Tests;

/// <summary>The simulation as a person sees it: what is offered, and what becomes of what is picked.</summary>
public sealed class DialogueTests
{
    private static readonly ConsoleKeyInfo Enter = new('\r', ConsoleKey.Enter, false, false, false);

    private static readonly ConsoleKeyInfo Down = new('\0', ConsoleKey.DownArrow, false, false, false);

    private static readonly ConsoleKeyInfo Up = new('\0', ConsoleKey.UpArrow, false, false, false);

    [Fact]
    public void What_is_nearest_to_hand_is_offered_first()
    {
        var simulation = Light();
        simulation.Start(default);

        Assert.Equal(
            ["send PRESS: to #light.on", "advance the time by …", "send another event …", "save the snapshot …", "load a snapshot …", "quit"],
            Choice.Of(simulation).Select(c => c.Label));

        simulation.Send(new("PRESS"));

        Assert.Contains(new Choice("advance 30s, to timer xstate.after.PT30S.light.on", "advance 30000"), Choice.Of(simulation));
    }

    [Fact]
    public async Task What_is_picked_is_done()
    {
        var simulation = Light();

        // PRESS without payload; then the third choice, to the timer; then up from the first choice to the last: quit.
        var screen = await LeadAsync(simulation, [Enter, Enter, Down, Down, Enter, Up, Enter]);

        Assert.Equal("off", simulation.Snapshot.Value.AsString);
        Assert.Contains("> send PRESS", screen, StringComparison.Ordinal);
        Assert.Contains("> advance 30000", screen, StringComparison.Ordinal);
        Assert.Contains("timer xstate.after.PT30S.light.on fires", screen, StringComparison.Ordinal);
        Assert.Contains("{\"presses\":1}", screen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_fails_is_said_and_the_dialogue_goes_on()
    {
        var simulation = Light();

        var screen = await LeadAsync(simulation, [Enter, .. "[5]".Select(Key), Enter, Up, Enter]);

        Assert.Contains("the payload of an event is an object", screen, StringComparison.Ordinal);
        Assert.Equal("off", simulation.Snapshot.Value.AsString);
    }

    private static ConsoleKeyInfo Key(char c) => new(c, ConsoleKey.None, false, false, false);

    private static MachineSimulation Light() => new(MachineParser.Parse(File.ReadAllBytes(Repository.PathOf("samples", "light.machine.json"))).Required);

    private static async Task<string> LeadAsync(MachineSimulation simulation, ConsoleKeyInfo[] keys)
    {
        using var place = new Workplace();
        using var screen = new StringWriter(new StringBuilder());
        var console = new KeyedConsole(AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes, ColorSystem = ColorSystemSupport.NoColors, Interactive = InteractionSupport.Yes, Out = new WideOutput(screen),
        }), keys);
        await new Dialogue(simulation, new Terminal(place.Folder, Stream.Null, screen, screen, IsInteractive: true), console).RunAsync(default(Value), CancellationToken.None);
        return screen.ToString();
    }
}
