using Stator.Embedded.Instances;
using Stator.Machines;
using Stator.Machines.Hosting;
using Stator.Machines.Instances;
using Stator.Machines.Telemetry;
using Stator.Statecharts.Snapshots;

namespace Stator.Embedded;

/// <summary>What can be asked of the host.</summary>
public sealed partial class InstanceHost
{
    /// <inheritdoc/>
    public async Task<Receipt> CreateAsync(MachineAddress address, CreateRequest request, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        using var activity = StatorTelemetry.StartRequest("stator.create", address);
        Check(address, request.EventId);
        return await _turns.PostAsync(address, StartOf(address, request)).WaitAsync(cancellation).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<Receipt> SendAsync(MachineAddress address, SendRequest request, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        using var activity = StatorTelemetry.StartRequest("stator.send", address);
        Check(address, request.EventId);
        if (SendFaults.Check(request, _options) is { } fault)
        {
            throw new RequestRefusedException(fault);
        }

        try
        {
            var receipt = await _turns.PostAsync(address, RequestOf(address, request)).WaitAsync(cancellation).ConfigureAwait(false);
            return request.WaitFor is { } condition
                ? await WaitAsync(receipt, condition, request.WaitTimeout, cancellation).ConfigureAwait(false)
                : receipt;
        }
        catch (RequestRefusedException e) when (e.Fault.Code == RequestFaultCode.UnknownInstance)
        {
            throw NoInstance(address);
        }
    }

    /// <inheritdoc/>
    public async Task<InstanceSnapshot> GetSnapshotAsync(MachineAddress address, long? sequence = null, CancellationToken cancellation = default)
    {
        Check(address, null);
        if (sequence is { } at)
        {
            return await StoreFaults.Of(() => _history.ReadAtAsync(address, at, cancellation)).ConfigureAwait(false);
        }

        var record = _turns.FindCommitted(address)?.Record
            ?? (await StoreFaults.Of(() => _loader.LoadAsync(address)).WaitAsync(cancellation).ConfigureAwait(false))?.Record;
        return record is { DisposedAtMs: null }
            ? await WithInvocationsAsync(InstanceSnapshots.Of(record, _definitions.FindUsable(record)), cancellation).ConfigureAwait(false)
            : throw NoInstance(address);
    }

    /// <inheritdoc/>
    public async Task<HistoryPage> GetHistoryAsync(MachineAddress address, long after = 0, int limit = 100, CancellationToken cancellation = default)
    {
        Check(address, null);
        if (limit is < 1 or > 1_000 || after < 0)
        {
            throw new RequestRefusedException(new(RequestFaultCode.InvalidRequest, "'limit' must be from 1 to 1000, and 'after' 0 or more."));
        }

        var page = await StoreFaults.Of(() => _history.ReadAsync(address, after, limit, cancellation)).ConfigureAwait(false);
        return page.Turns.IsEmpty && after == 0 ? throw NoInstance(address) : page;
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<HistoryTurn> WatchAsync(MachineAddress address, long after, CancellationToken cancellation = default)
    {
        Check(address, null);
        return _watch.FollowAsync(address, after, cancellation);
    }

    /// <inheritdoc/>
    public async Task<InstanceSnapshot> WaitAsync(MachineAddress address, WaitCondition condition, TimeSpan timeout, CancellationToken cancellation = default)
    {
        Check(address, null);
        var state = await _watch.WaitAsync(address, condition, timeout, cancellation).ConfigureAwait(false);
        return await WithInvocationsAsync(InstanceSnapshots.Of(state.Record, state.Snapshot!.Definition), cancellation).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Task<InstancePage> FindAsync(InstanceQuery query, CancellationToken cancellation = default) =>
        StoreFaults.Of(() => _finder.FindAsync(query, cancellation));

    /// <inheritdoc/>
    public async Task<Receipt> EditContextAsync(MachineAddress address, ContextEdit edit, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(edit);
        Check(address, edit.EventId);
        IncidentRecords.CheckReason(edit.Note);
        return await _turns.PostAsync(address, new EditContext(edit.Patch, edit.Note.Reason, edit.EventId) { Caller = edit.Note.Caller })
            .WaitAsync(cancellation).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task RemoveAsync(MachineAddress address, string? caller = null, CancellationToken cancellation = default)
    {
        Check(address, null);
        await _turns.PostAsync(address, new DisposeInstance { Caller = caller }).WaitAsync(cancellation).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task CheckReadyAsync(CancellationToken cancellation = default)
    {
        if (!_isStarted || !_turns.IsOwner)
        {
            throw new RequestRefusedException(_isStarted ? StoreFaults.NotOwner() : StoreFaults.Stopping());
        }

        await StoreFaults.Of(async () =>
        {
            await _store.CheckAsync(cancellation).ConfigureAwait(false);
            return true;
        }).ConfigureAwait(false);
    }

    /// <summary>A snapshot with how far the services have come that it waits for; the store is not asked where it waits for none.</summary>
    private async Task<InstanceSnapshot> WithInvocationsAsync(InstanceSnapshot snapshot, CancellationToken cancellation) =>
        snapshot.Status == SnapshotStatus.Active && snapshot.Snapshot.Span.IndexOf("\"invocations\":[{"u8) >= 0
            ? snapshot with { Invocations = await _serviceParts.External.OfAsync(snapshot.Address, cancellation).ConfigureAwait(false) }
            : snapshot;

    /// <summary>The receipt of a committed request, with the instance as it is once the condition holds.</summary>
    private async Task<Receipt> WaitAsync(Receipt receipt, WaitCondition condition, TimeSpan timeout, CancellationToken cancellation)
    {
        var state = await _watch.WaitAsync(receipt.Address, condition, timeout, cancellation).ConfigureAwait(false);
        return Receipts.Of(receipt.Address, state.Snapshot!, state.Record.Sequence, receipt.Changed, receipt.EventId) with { IsDuplicate = receipt.IsDuplicate };
    }

    /// <summary>There is no such instance; or, which is better to know, no such machine that it could be of.</summary>
    private RequestRefusedException NoInstance(MachineAddress address)
    {
        _definitions.Require(address.Machine, null);
        return new(Faults.UnknownInstance(address));
    }

    private HandleEvents RequestOf(MachineAddress address, SendRequest request) =>
        new(request.Events, request.CreateWith is { } create ? StartOf(address, create) : null, request.EventId)
        {
            Caller = request.Caller,
            Trace = StatorTelemetry.CurrentTrace,
        };

    private StartInstance StartOf(MachineAddress address, CreateRequest request) =>
        new(_definitions.Require(address.Machine, request.Version), request.Input, request.EventId)
        {
            Caller = request.Caller,
            Trace = StatorTelemetry.CurrentTrace,
        };

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
