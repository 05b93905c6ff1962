using Microsoft.Extensions.Logging;
using Stator.Grains.Definitions;
using Stator.Grains.Services;
using Stator.Grains.Storage;
using Stator.Machines.Finding;
using Stator.Machines.History;
using Stator.Machines.Hosting;
using Stator.Machines.Stores;

namespace Stator.Grains.Machines;

/// <summary>What the grains of a silo share.</summary>
internal sealed partial class MachineParts(
    IGrainFactory grains, IDurableStore store, SiloDefinitions definitions, StatorOptions options, TimeProvider time, ILoggerFactory loggers) : IDisposable
{
    private readonly ILogger _logger = loggers.CreateLogger<MachineParts>();

    public Watchers Watchers { get; } = new(options);

    public IGrainFactory Grains => grains;

    /// <summary>The tables that all silos share: definitions, history, index and incidents, and instances where the storage keeps rows.</summary>
    public IDurableStore Store => store;

    public SiloDefinitions Definitions => definitions;

    public StatorOptions Options => options;

    public TimeProvider Time => time;

    public ILoggerFactory Loggers => loggers;

    /// <summary>How often a reminder comes again: the backstop for what is under way. As often as Orleans lets it.</summary>
    public required TimeSpan ReminderPeriod { get; init; }

    public HistoryReader History { get; } = new(store, definitions.Catalog);

    public InstanceFinder Finder { get; } = new(store, definitions.Catalog);

    /// <summary>The open incidents of the instances in this silo.</summary>
    public IncidentLog Incidents { get; } = new(store, options, time, loggers.CreateLogger<IncidentLog>());

    /// <summary>Brings turns to the tables, for storages that keep no rows.</summary>
    public Projector Projector { get; } = new(store, options, time, loggers);

    public InvocationTokens Tokens { get; } = new(store);

    /// <summary>Confirms effects that were performed.</summary>
    public Confirmations Confirmations { get; } = new(store, options, time, loggers.CreateLogger<Confirmations>());

    /// <summary>Has an instance look at the clock. Called from anywhere; a hint that gets lost comes again with its reminder.</summary>
    public void Tell(MachineAddress address) => _ = TellAsync(address);

    public void Dispose()
    {
        Incidents.Dispose();
        Watchers.Dispose();
    }

    private async Task TellAsync(MachineAddress address)
    {
        try
        {
            await grains.GetMachine(address).WakeAsync().ConfigureAwait(false);
        }
        catch (Exception e)
        {
            LogNotWoken(address, e);
        }
    }

    [LoggerMessage(200, LogLevel.Warning, "The instance {Address} could not be woken; its reminder does it again")]
    private partial void LogNotWoken(MachineAddress address, Exception exception);
}
