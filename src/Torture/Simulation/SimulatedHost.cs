using Microsoft.Extensions.Logging.Abstractions;
using Stator.Embedded;
using Stator.Machines;
using Stator.Machines.Stores;
using Stator.Torture.Plants;

namespace Stator.Torture.Simulation;

/// <summary>One host of a simulation, with a clock of its own: when it is dead its clock stands still for ever.</summary>
internal sealed class SimulatedHost
{
    private readonly SimulatedDisk _disk;
    private readonly ParkedCalls _calls;
    private readonly StoreGate _gate;

    public SimulatedHost(SimulatedDisk disk, ParkedCalls calls, SimulatedServices services, DateTimeOffset now, Plant plant)
    {
        _disk = disk;
        _calls = calls;
        Store = disk.Open();
        Time = new(now);
        _gate = new(Store, calls);
        Host = new(plant == Plant.None ? _gate : new PlantedStore(_gate, plant, () => Host!), Options, Time, NullLoggerFactory.Instance, services.For(_gate));
    }

    /// <summary>Small limits, so that each of them is met.</summary>
    public static StatorOptions Options { get; } = new()
    {
        TimerHorizon = TimeSpan.FromSeconds(20),
        RetryInterval = TimeSpan.FromMilliseconds(500),
        MaxLoadedInstances = 4,
        MaxAttemptsWithoutCaller = 3,
        MaxOutboxInMemory = 4,
    };

    public InstanceHost Host { get; }

    public ManualTime Time { get; }

    /// <summary>The store itself, past the gate: for looking, not for working.</summary>
    public IDurableStore Store { get; }

    public bool IsDead { get; private set; }

    /// <summary>Whether the call is one of this host's.</summary>
    public bool Owns(ParkedCall call) => ReferenceEquals(call.Owner, _gate);

    /// <summary>It dies where it stands. What it has asked of the store and not been given never happens.</summary>
    public void Kill()
    {
        IsDead = true;
        _calls.Drop(_gate);
        _disk.Release(Store);
    }

    /// <summary>Everybody takes it for dead, and it works on.</summary>
    public void CutOff() => _disk.Release(Store);
}
