using Microsoft.Extensions.Logging;
using Stator.Embedded.Commits;
using Stator.Embedded.Hosting;
using Stator.Embedded.Instances;
using Stator.Embedded.Outbox;
using Stator.Embedded.Services;
using Stator.Embedded.Timers;
using Stator.Embedded.Watching;
using Stator.Machines;
using Stator.Machines.Definitions;
using Stator.Machines.Finding;
using Stator.Machines.History;
using Stator.Machines.Hosting;
using Stator.Machines.Instances;
using Stator.Machines.Secrets;
using Stator.Machines.Services;
using Stator.Machines.Stores;
using Stator.Machines.Telemetry;

namespace Stator.Embedded;

/// <summary>
/// Durable instances in this process. Each has a mailbox and runs one turn at a time; the turns of all share transactions; timers wake
/// their instances. What a receipt was given for is in the store.
/// </summary>
/// <remarks>From here: <see cref="TurnRunner"/>, then <see cref="Turn"/>, <see cref="Committer"/>, <see cref="WakeQueue"/>, <see cref="OutboxRunner"/>.</remarks>
public sealed partial class InstanceHost : IMachineClient, IDisposable
{
    private readonly IDurableStore _store;
    private readonly StatorOptions _options;
    private readonly TimeProvider _time;
    private readonly HostGauges _gauges;
    private readonly DefinitionCatalog _definitions;
    private readonly IncidentLog _incidentLog;
    private readonly WakeQueue _wakes;
    private readonly OutboxRunner _outbox;
    private readonly Delivery _delivery;
    private readonly InstanceLoader _loader;
    private readonly TurnRunner _turns;
    private readonly Committer _committer;
    private readonly Watchers _watchers;
    private readonly InstanceWatch _watch;
    private readonly HistoryReader _history;
    private readonly InstanceFinder _finder;
    private readonly HttpService _http;
    private readonly ServiceRunner _services;
    private readonly ServiceParts _serviceParts;
    private volatile bool _isStarted;

    /// <summary>A host that is not started yet.</summary>
    /// <param name="store">Keeps the instances, and the published machines.</param>
    /// <param name="options">The settings.</param>
    /// <param name="time">The clock.</param>
    /// <param name="loggers">The logs.</param>
    /// <param name="code">The code for the names in machines; null where there is none.</param>
    public InstanceHost(IDurableStore store, StatorOptions options, TimeProvider time, ILoggerFactory loggers, MachineCode? code = null)
    {
        if (options.SecretKeys.Count > 0)
        {
            store = new SealedStore(store, new(options.SecretKeys), record => _definitions!.HasSecrets(record));
        }

        _store = store;
        _time = time;
        _options = options;
        _logger = loggers.CreateLogger<InstanceHost>();
        _http = new(options, time);
        code = (code ?? MachineCode.None).With(_http.ToService());
        _definitions = new(store, store, time, code, canKeepSecrets: options.SecretKeys.Count > 0);
        _incidentLog = new(store, options, time, loggers.CreateLogger<IncidentLog>());
        _wakes = new(store, options, time, loggers.CreateLogger<WakeQueue>());
        _outbox = new(store, options, time, loggers.CreateLogger<OutboxRunner>());
        _watchers = new(options.MaxWatchers);
        _loader = new(store);
        _services = new(store, options, time, loggers.CreateLogger<ServiceRunner>());
        var outputs = new TurnOutputs(_wakes, _outbox, _services, _watchers, new(time, loggers.CreateLogger<TurnNotices>()));
        _turns = new(store, _loader, _definitions, _incidentLog, options, time, outputs, loggers.CreateLogger<TurnRunner>());
        _committer = new(store, options.MaxCommitsPerTransaction, time, _turns.OnCommitted, loggers.CreateLogger<Committer>());
        _turns.Committer = _committer;
        _serviceParts = ServiceParts.Of(code, _turns, store, _incidentLog, options, time, loggers);
        _delivery = new(new(SendAsync, new ActionPerformer(_definitions, _loader, _turns).PerformAsync), _incidentLog, options, time, loggers.CreateLogger<Delivery>());
        _history = new(store, _definitions);
        _finder = new(store, _definitions);
        _watch = new(_watchers, _turns, _loader, _history, options, time);
        Incidents = new IncidentDesk(store, _incidentLog, _turns, _outbox, _services);
        _definitions.Added += GoOn;
        _gauges = new(_turns, _outbox, _wakes, _watchers);
    }

    /// <inheritdoc/>
    public IDefinitionClient Definitions => _definitions;

    /// <inheritdoc/>
    public IIncidentClient Incidents { get; }

    /// <inheritdoc/>
    public IInvocationClient Invocations => _serviceParts.External;

    /// <summary>How many instances are in memory.</summary>
    public int LoadedInstances => _turns.LoadedInstances;

    /// <summary>Reads what is published and what is due, and begins to serve. Overdue timers fire at once, in due order.</summary>
    /// <exception cref="StoreInUseException">Another host has the store.</exception>
    public async Task StartAsync(CancellationToken cancellation = default)
    {
        await TakeOwnershipAsync(cancellation).ConfigureAwait(false);
        await _definitions.LoadAsync(cancellation).ConfigureAwait(false);
        await _incidentLog.StartAsync(cancellation).ConfigureAwait(false);
        _loader.Start();
        _committer.Start();

        // Effects left from before go first: a timer that fires adds new ones, which must come after those of the same instance.
        await _outbox.StartAsync(_delivery, cancellation).ConfigureAwait(false);
        _services.Start(_serviceParts);
        await _wakes.StartAsync(_turns.WakeAsync, cancellation).ConfigureAwait(false);
        foreach (var address in _incidentLog.Stuck())
        {
            // What it is about is tried again, or found to be gone.
            _wakes.SetAnyway(address, 0);
        }

        _isStarted = true;
        LogStarted();
    }

    /// <summary>Refuses new requests, finishes the turns under way, and ends.</summary>
    public async Task StopAsync(CancellationToken cancellation = default)
    {
        _isStarted = false;
        _watchers.End();
        await _wakes.StopAsync().WaitAsync(cancellation).ConfigureAwait(false);
        await _outbox.StopAsync().WaitAsync(cancellation).ConfigureAwait(false);
        await _services.StopAsync().WaitAsync(cancellation).ConfigureAwait(false);
        await _turns.StopAsync().WaitAsync(cancellation).ConfigureAwait(false);
        await _loader.StopAsync().WaitAsync(cancellation).ConfigureAwait(false);
        await _committer.StopAsync().WaitAsync(cancellation).ConfigureAwait(false);
        await _incidentLog.StopAsync().WaitAsync(cancellation).ConfigureAwait(false);
        LogStopped();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _gauges.Dispose();
        _wakes.Dispose();
        _outbox.Dispose();
        _services.Dispose();
        _http.Dispose();
        _incidentLog.Dispose();
        _definitions.Dispose();
    }

    private async Task TakeOwnershipAsync(CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await _store.TakeOwnershipAsync($"process {Environment.ProcessId} on {Environment.MachineName}", cancellation).ConfigureAwait(false);
                return;
            }
            catch (StoreInUseException e) when (_options.WaitsForOwnership)
            {
                LogStandby(attempt, e.Message);
            }

            await Task.Delay(_options.RetryInterval, _time, cancellation).ConfigureAwait(false);
        }
    }

    private Task SendAsync(OutboxEntry entry)
    {
        var effect = EffectJson.ReadSend(entry.Payload.Span);
        return _turns.PostAsync(
            new(effect.Machine, effect.Key),
            new HandleEvents([effect.Event], null, entry.Id.ToString()) { Caller = entry.Id.Address.ToString(), Trace = StatorTelemetry.CurrentTrace });
    }

    /// <summary>Instances that waited for a version of this machine go on.</summary>
    private void GoOn(string machine)
    {
        foreach (var address in _incidentLog.StalledOf(machine))
        {
            _wakes.SetAnyway(address, 0);
        }
    }
}
