using Microsoft.Extensions.Logging;
using Stator.Embedded.Commits;
using Stator.Embedded.Instances;
using Stator.Embedded.Outbox;
using Stator.Embedded.Timers;
using Stator.Machines;
using Stator.Machines.Definitions;
using Stator.Machines.Instances;
using Stator.Machines.Stores;
using Stator.Machines.Telemetry;

namespace Stator.Embedded;

/// <summary>
/// Durable instances in this process. Each has a mailbox and runs one turn at a time; the turns of all share transactions; timers wake
/// their instances. What a receipt was given for is in the store.
/// </summary>
/// <remarks>From here: <see cref="TurnRunner"/>, then <see cref="Turn"/>, <see cref="Committer"/>, <see cref="WakeQueue"/>.</remarks>
public sealed partial class InstanceHost : IMachineClient, IDisposable
{
    private readonly IInstanceStore _store;
    private readonly StatorOptions _options;
    private readonly DefinitionCatalog _definitions;
    private readonly WakeQueue _wakes;
    private readonly OutboxRunner _outbox;
    private readonly TurnRunner _turns;
    private readonly Committer _committer;
    private volatile bool _isStarted;

    /// <summary>A host that is not started yet.</summary>
    /// <param name="store">Keeps the instances.</param>
    /// <param name="definitions">Keeps the published machines.</param>
    /// <param name="options">The settings.</param>
    /// <param name="time">The clock.</param>
    /// <param name="loggers">The logs.</param>
    public InstanceHost(IInstanceStore store, IDefinitionStore definitions, StatorOptions options, TimeProvider time, ILoggerFactory loggers)
    {
        _store = store;
        _options = options;
        _logger = loggers.CreateLogger<InstanceHost>();
        _definitions = new(definitions, store, time);
        _wakes = new(store, options, time, loggers.CreateLogger<WakeQueue>());
        _outbox = new(store, options, time, loggers.CreateLogger<OutboxRunner>());
        var outputs = new TurnOutputs(_wakes, _outbox, time, loggers.CreateLogger<TurnOutputs>());
        _turns = new(store, _definitions, options, time, outputs, loggers.CreateLogger<TurnRunner>());
        _committer = new(store, options.MaxCommitsPerTransaction, time, _turns.OnCommitted, loggers.CreateLogger<Committer>());
        _turns.Committer = _committer;
    }

    /// <inheritdoc/>
    public IDefinitionClient Definitions => _definitions;

    /// <summary>How many instances are in memory.</summary>
    public int LoadedInstances => _turns.LoadedInstances;

    /// <summary>Reads what is published and what is due, and begins to serve. Overdue timers fire at once, in due order.</summary>
    public async Task StartAsync(CancellationToken cancellation = default)
    {
        await _definitions.LoadAsync(cancellation).ConfigureAwait(false);
        _committer.Start();

        // Effects left from before go first: a timer that fires adds new ones, which must come after those of the same instance.
        await _outbox.StartAsync((address, request) => _turns.PostAsync(address, RequestOf(address, request)), cancellation).ConfigureAwait(false);
        await _wakes.StartAsync(_turns.Wake, cancellation).ConfigureAwait(false);
        _isStarted = true;
        LogStarted();
    }

    /// <summary>Refuses new requests, finishes the turns under way, and ends.</summary>
    public async Task StopAsync(CancellationToken cancellation = default)
    {
        _isStarted = false;
        await _wakes.StopAsync().WaitAsync(cancellation).ConfigureAwait(false);
        await _outbox.StopAsync().WaitAsync(cancellation).ConfigureAwait(false);
        await _turns.StopAsync().WaitAsync(cancellation).ConfigureAwait(false);
        await _committer.StopAsync().WaitAsync(cancellation).ConfigureAwait(false);
        LogStopped();
    }

    /// <inheritdoc/>
    public async Task<Receipt> CreateAsync(MachineAddress address, CreateRequest request, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        using var activity = StatorTelemetry.Activities.StartActivity("stator.create");
        activity?.SetTag("stator.machine", address.Machine).SetTag("stator.key", address.Key);
        Check(address, request.EventId);
        return await _turns.PostAsync(address, StartOf(address, request)).WaitAsync(cancellation).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<Receipt> SendAsync(MachineAddress address, SendRequest request, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        using var activity = StatorTelemetry.Activities.StartActivity("stator.send");
        activity?.SetTag("stator.machine", address.Machine).SetTag("stator.key", address.Key);
        Check(address, request.EventId);
        if (SendFaults.Check(request, _options) is { } fault)
        {
            throw new RequestRefusedException(fault);
        }

        try
        {
            return await _turns.PostAsync(address, RequestOf(address, request)).WaitAsync(cancellation).ConfigureAwait(false);
        }
        catch (RequestRefusedException e) when (e.Fault.Code == RequestFaultCode.UnknownInstance)
        {
            throw NoInstance(address);
        }
    }

    /// <inheritdoc/>
    public async Task<InstanceSnapshot> GetSnapshotAsync(MachineAddress address, CancellationToken cancellation = default)
    {
        Check(address, null);
        var record = _turns.FindCommitted(address) ?? (await ReadAsync(address, cancellation).ConfigureAwait(false))?.Record;
        return record is null
            ? throw NoInstance(address)
            : new(
                address, record.Version, record.Hash, record.Sequence, record.Status, record.Snapshot,
                DateTimeOffset.FromUnixTimeMilliseconds(record.CreatedAtMs), DateTimeOffset.FromUnixTimeMilliseconds(record.UpdatedAtMs));
    }

    /// <inheritdoc/>
    public async Task CheckReadyAsync(CancellationToken cancellation = default)
    {
        if (!_isStarted)
        {
            throw new RequestRefusedException(StoreFaults.Stopping());
        }

        try
        {
            await _store.CheckAsync(cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw new RequestRefusedException(StoreFaults.Unreachable(), e);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _wakes.Dispose();
        _outbox.Dispose();
        _definitions.Dispose();
    }

    /// <summary>There is no such instance; or, which is better to know, no such machine that it could be of.</summary>
    private RequestRefusedException NoInstance(MachineAddress address)
    {
        _definitions.Require(address.Machine, null);
        return new(Faults.UnknownInstance(address));
    }

    private async Task<StoredInstance?> ReadAsync(MachineAddress address, CancellationToken cancellation)
    {
        try
        {
            return await _store.LoadAsync(address, cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw new RequestRefusedException(StoreFaults.Unreachable(), e);
        }
    }

    private HandleEvents RequestOf(MachineAddress address, SendRequest request) =>
        new(request.Events, request.CreateWith is { } create ? StartOf(address, create) : null, request.EventId);

    private StartInstance StartOf(MachineAddress address, CreateRequest request) =>
        new(_definitions.Require(address.Machine, request.Version), request.Input, request.EventId);

    private void Check(MachineAddress address, string? eventId)
    {
        var fault = Faults.CheckName("machine", address.Machine, _options)
            ?? Faults.CheckName("key", address.Key, _options)
            ?? (eventId is null ? null : Faults.CheckName("event id", eventId, _options));
        if (fault is not null)
        {
            throw new RequestRefusedException(fault);
        }
    }
}
