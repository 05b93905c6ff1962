using Stator.Machines;
using Stator.Statecharts;
using Stator.Statecharts.Data;

namespace Stator.Torture.Simulation;

/// <summary>
/// Somebody who asks things of instances, one after the other. What was not confirmed it asks for again, mostly; and sometimes it asks
/// again for what was.
/// </summary>
internal sealed class SimulatedClient(int number, SimulatedWorld world)
{
    private const int Keys = 3;
    private static readonly string[] TickerEvents = ["START", "STOP", "LOOK"];
    private static readonly string[] ParentEvents = ["GO", "HALT", "LEAVE", "BACK"];
    private static readonly string[] TellerEvents = ["TELL", "TELL", "TWICE", "LATER", "WRONG"];

    private readonly Random _random = world.Random;
    private readonly List<Request> _asked = [];
    private Request? _unconfirmed;
    private int _count;

    public bool IsBusy { get; private set; }

    public void Act()
    {
        if (_unconfirmed is { } unconfirmed && _random.Next(10) < 8)
        {
            Ask(unconfirmed);
            return;
        }

        _unconfirmed = null;
        switch (_random.Next(22))
        {
            case 0 when _asked.Count > 0:
                Ask(_asked[_random.Next(_asked.Count)]);
                break;
            case 1 or 2:
                Look();
                break;
            case 3:
                Edit();
                break;
            case 4:
                Remove();
                break;
            case 5:
                SeeToAnIncident();
                break;
            case 6:
                Create();
                break;
            case 7 or 8:
                Deliver();
                break;
            default:
                Ask(NewRequest());
                break;
        }
    }

    private Request NewRequest()
    {
        var key = Key();
        var events = _random.Next(8) == 0 ? _random.Next(2, 4) : 1;
        var (machine, next) = _random.Next(12) switch
        {
            0 or 1 => ("counter", CounterEvent),
            2 or 3 or 4 => ("teller", TellerEvent),
            5 => ("ticker", () => new Event(OneOf(TickerEvents))),
            6 => ("parent", () => new Event(OneOf(ParentEvents))),
            7 => ("alarms", AlarmsEvent),
            8 or 9 or 10 => ("worker", WorkerEvent),
            _ => ("brief", (Func<Event>)(() => new Event(_random.Next(6) == 0 ? "END" : "SEE"))),
        };
        return new(new(machine, key), NewId(), [.. Enumerable.Range(0, events).Select(_ => next())]);
    }

    private Event CounterEvent() => _random.Next(12) switch
    {
        0 => new("FAIL"),
        1 => new(_random.Next(5) == 0 ? "END" : "FLIP"),
        2 or 3 => new("FLIP"),
        _ => Event.Of("INC", ("by", _random.Next(9))),
    };

    private Event TellerEvent() => Event.Of(OneOf(TellerEvents), ("key", Key()), ("by", _random.Next(9)));

    private Event WorkerEvent() => _random.Next(10) switch
    {
        0 => Event.Of("DIVISOR", ("by", _random.Next(2))),
        1 => new("CANCEL"),
        < 4 => new("ORDER"),
        _ => new("WORK"),
    };

    private Event AlarmsEvent() => _random.Next(3) == 0 ? new("AGAIN") : Event.Of("DIVISOR", ("by", _random.Next(2)));

    /// <summary>A key of <c>brief</c> is used again by another life, which knows nothing of the names of the first; so nobody asks there twice.</summary>
    private void Ask(Request request)
    {
        var mayRepeat = request.Address.Machine != "brief";
        if (mayRepeat)
        {
            _asked.Add(request);
        }

        IsBusy = true;
        world.Ask(request.Address, request.Id, request.Events.Count, host => host.SendAsync(request.Address, request.ToSend()), isConfirmed =>
        {
            IsBusy = false;
            _unconfirmed = isConfirmed || !mayRepeat ? null : request;
        });
    }

    private void Create()
    {
        var address = new MachineAddress(OneOf(["counter", "alarms", "parent"]), Key());
        var id = NewId();
        IsBusy = true;
        world.Ask(address, id, 1, host => host.CreateAsync(address, new() { EventId = id }), _ => IsBusy = false);
    }

    private void Edit()
    {
        var address = new MachineAddress("counter", Key());
        var edit = new ContextEdit(ObjectValue.Of(("count", _random.Next(50))), new("the count was wrong", $"client {number}")) { EventId = NewId() };
        IsBusy = true;
        world.Ask(address, edit.EventId!, 1, host => host.EditContextAsync(address, edit), _ => IsBusy = false);
    }

    private void Remove()
    {
        var address = new MachineAddress("brief", Key());
        Do($"remove {address}", host => host.RemoveAsync(address));
    }

    private void Look()
    {
        var address = new MachineAddress(OneOf(["counter", "teller", "alarms", "ticker", "worker"]), Key());
        IsBusy = true;
        world.Look(address, () => IsBusy = false);
    }

    /// <summary>Somebody outside completes, fails or goes on with what a worker waits for, as far as there is anything.</summary>
    private void Deliver()
    {
        var address = new MachineAddress("worker", Key());
        Do($"deliver to {address}", async host =>
        {
            var seen = await host.GetSnapshotAsync(address).ConfigureAwait(false);
            if (seen.Invocations.FirstOrDefault(i => i.Token is not null) is not { Token: { } token })
            {
                return;
            }

            var what = world.Random.Next(4);
            if (what == 0)
            {
                await host.Invocations.HeartbeatAsync(token).ConfigureAwait(false);
            }
            else if (what == 1)
            {
                await host.Invocations.FailAsync(token, ObjectValue.Of(("message", "nobody was at home"))).ConfigureAwait(false);
            }
            else
            {
                await host.Invocations.CompleteAsync(token, ObjectValue.Of(("paid", 1))).ConfigureAwait(false);
            }
        });
    }

    private void SeeToAnIncident() => Do("see to an incident", async host =>
    {
        var page = await host.Incidents.ListAsync(new()).ConfigureAwait(false);
        if (page.Incidents.Length == 0)
        {
            return;
        }

        var incident = page.Incidents[world.Random.Next(page.Incidents.Length)];
        if (world.Random.Next(2) == 0)
        {
            await host.Incidents.RetryAsync(incident.Number).ConfigureAwait(false);
        }
        else
        {
            world.GiveUp(incident);
            await host.Incidents.SkipAsync(incident.Number, new("it will never do", $"client {number}")).ConfigureAwait(false);
        }
    });

    private void Do(string what, Func<Embedded.InstanceHost, Task> act)
    {
        IsBusy = true;
        world.Do(what, act, () => IsBusy = false);
    }

    private string Key() => $"k{_random.Next(Keys)}";

    private string NewId() => $"c{number}-{++_count}";

    private string OneOf(IReadOnlyList<string> words) => words[_random.Next(words.Count)];

    private sealed record Request(MachineAddress Address, string Id, IReadOnlyList<Event> Events)
    {
        public SendRequest ToSend() => new([.. Events]) { EventId = Id, CreateWith = new() };
    }
}
