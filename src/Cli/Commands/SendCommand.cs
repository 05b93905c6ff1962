using System.CommandLine;
using Stator.Cli.Remote;
using Stator.Cli.Simulation;
using Stator.Machines;
using Stator.Statecharts;
using Stator.Statecharts.Data;

namespace Stator.Cli.Commands;

/// <summary><c>stator send</c>: one event for an instance.</summary>
internal sealed class SendCommand : HostCommand
{
    private readonly Argument<string> _machine;
    private readonly Argument<string> _key;
    private readonly Argument<string> _event = new("EVENT") { Description = "The event's type." };
    private readonly Option<string?> _data = new("--data") { Description = "Its other members, as a JSON object.", HelpName = "JSON" };
    private readonly Option<bool> _create = new("--create") { Description = "Create the instance first where it does not exist." };
    private readonly Option<string?> _input = new("--input") { Description = "The input to create it with.", HelpName = "JSON" };
    private readonly Option<string?> _wait = new("--wait") { Description = "Answer only when this holds: done, tag:NAME or state:NAME.", HelpName = "CONDITION" };
    private readonly Option<string> _timeout = new("--timeout") { Description = "How long to wait for it.", HelpName = "LENGTH", DefaultValueFactory = _ => "30s" };
    private readonly Option<string?> _eventId = new("--event-id") { Description = "Names the event: sent again under the same name, it is not applied again.", HelpName = "ID" };

    public SendCommand(Terminal terminal)
        : base(terminal, "send", "Sends an event to an instance of a running host, and prints where it led.")
    {
        (_machine, _key) = AddressArguments();
        Arguments.Add(_machine);
        Arguments.Add(_key);
        Arguments.Add(_event);
        Options.Add(_data);
        Options.Add(_create);
        Options.Add(_input);
        Options.Add(_wait);
        Options.Add(_timeout);
        Options.Add(_eventId);
    }

    public override IReadOnlyList<Example> Examples =>
    [
        new("stator send light hall PRESS --create", "An event for an instance that may not exist yet"),
        new("stator send order 4711 PAY --create --input '{\"total\": 30}' --data '{\"amount\": 30}'", "An event with members, for an order that needs an input"),
        new("stator send light hall PRESS --wait state:light.off --timeout 60s", "An event, and then the state it leads to in the end"),
    ];

    protected override async Task<int> RunAsync(IMachineClient client, ParseResult parsed, CancellationToken cancellation)
    {
        var request = new SendRequest(EventOf(parsed))
        {
            EventId = parsed.GetValue(_eventId),
            CreateWith = CreationOf(parsed),
            WaitFor = parsed.GetValue(_wait) is { } wait
                ? WaitCondition.Parse(wait) ?? throw new UserErrorException($"--wait {wait}: write done, tag:NAME or state:NAME.")
                : null,
            WaitTimeout = Lengths.Parse(parsed.GetRequiredValue(_timeout))
                ?? throw new UserErrorException($"--timeout {parsed.GetValue(_timeout)}: write {Lengths.Forms}."),
        };
        var receipt = await client.SendAsync(new(parsed.GetRequiredValue(_machine), parsed.GetRequiredValue(_key)), request, cancellation);
        Print(parsed, () => ReceiptText.Data(receipt), () => ReceiptText.Lines(receipt));
        return ExitCode.Ok;
    }

    private Event EventOf(ParseResult parsed)
    {
        var type = parsed.GetRequiredValue(_event);
        if (type.Length == 0)
        {
            throw new UserErrorException("the event's type is empty. Name the event, as in: stator send light hall PRESS");
        }

        return parsed.GetValue(_data) is not { } json ? new(type)
            : SimulationSetup.ParseJson(json, "--data") is { Kind: ValueKind.Object } data ? Event.Of(type, data.AsObject)
            : throw new UserErrorException("--data must be a JSON object: the members that the event has besides its type.");
    }

    private CreateRequest? CreationOf(ParseResult parsed)
    {
        var input = parsed.GetValue(_input);
        return parsed.GetValue(_create) ? new() { Input = input is null ? default : SimulationSetup.ParseJson(input, "--input") }
            : input is null ? null
            : throw new UserErrorException("--input is for the instance that the event creates; give --create too.");
    }
}
