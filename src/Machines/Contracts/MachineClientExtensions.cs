using Stator.Statecharts;
using Stator.Statecharts.Data;

namespace Stator.Machines;

/// <summary>Short forms of the requests one makes most.</summary>
public static class MachineClientExtensions
{
    /// <summary>Creates an instance of the newest version.</summary>
    public static Task<Receipt> CreateAsync(this IMachineClient client, string machine, string key, Value input = default, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        return client.CreateAsync(new(machine, key), new CreateRequest { Input = input }, cancellation);
    }

    /// <summary>Sends one event.</summary>
    public static Task<Receipt> SendAsync(
        this IMachineClient client, string machine, string key, Event @event, string? eventId = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        return client.SendAsync(new(machine, key), new SendRequest(@event) { EventId = eventId }, cancellation);
    }

    /// <summary>Sends an event that is no more than its name.</summary>
    public static Task<Receipt> SendAsync(
        this IMachineClient client, string machine, string key, string type, string? eventId = null, CancellationToken cancellation = default) =>
        client.SendAsync(machine, key, new Event(type), eventId, cancellation);
}
