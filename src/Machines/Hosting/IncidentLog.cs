using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Stator.Machines.Stores;
using Stator.Machines.Telemetry;

namespace Stator.Machines.Hosting;

/// <summary>
/// The open incidents of this host: all in memory, so that a turn knows which ones it settles, and in the store as soon as that can be
/// reached.
/// </summary>
internal sealed partial class IncidentLog(IIncidentStore store, StatorOptions options, TimeProvider time, ILogger<IncidentLog> logger) : IDisposable
{
    private const int PageSize = 1_000;

    private readonly ConcurrentDictionary<MachineAddress, ImmutableArray<IncidentSubject>> _open = new();

    /// <summary>The incidents whose row the store has or may have, as a set: a settled one stays in it until its row is gone.</summary>
    private readonly ConcurrentDictionary<IncidentSubject, byte> _stored = new();

    /// <summary>Incidents whose row in the store has to be brought up to date: written where it is open, removed where it is not.</summary>
    private readonly Channel<Unsaved> _unsaved = Channel.CreateUnbounded<Unsaved>(new() { SingleReader = true });
    private readonly CancellationTokenSource _stopping = new();
    private Task _loop = Task.CompletedTask;

    /// <summary>Reads what is open, and begins to save.</summary>
    public async Task StartAsync(CancellationToken cancellation)
    {
        await LoadAsync(null, null, cancellation).ConfigureAwait(false);
        Start();
    }

    /// <summary>Begins to save; what is open is read instance by instance, where each host has but some of them.</summary>
    public void Start() => _loop = Task.Run(RunAsync, CancellationToken.None);

    /// <summary>Reads what is open of an instance that this host has from now on.</summary>
    public Task LoadAsync(MachineAddress address, CancellationToken cancellation) => LoadAsync(address.Machine, address.Key, cancellation);

    /// <summary>Another host has an instance from now on; returns when that one finds all of its incidents in the store.</summary>
    public async Task ForgetAsync(MachineAddress address, CancellationToken cancellation)
    {
        if (!Of(address).IsEmpty)
        {
            await SavedAsync(cancellation).ConfigureAwait(false);
            foreach (var subject in Of(address))
            {
                _stored.TryRemove(subject, out _);
            }

            _open.TryRemove(address, out _);
        }
    }

    /// <summary>The open incidents of an instance.</summary>
    public ImmutableArray<IncidentSubject> Of(MachineAddress address) => _open.GetValueOrDefault(address, []);

    /// <summary>Whether there is an open incident.</summary>
    public bool IsOpen(IncidentSubject subject) => Of(subject.Address).Contains(subject);

    /// <summary>The instances of a machine that wait for one of its versions.</summary>
    public IReadOnlyList<MachineAddress> StalledOf(string machine) =>
        [.. _open.Where(o => o.Key.Machine == machine && o.Value.Any(s => s.Kind == IncidentKind.Stalled)).Select(o => o.Key)];

    /// <summary>The instances with an incident of a timer or service.</summary>
    public IReadOnlyList<MachineAddress> Stuck() =>
        [.. _open.Where(o => o.Value.Any(s => s.Kind is IncidentKind.Timer or IncidentKind.Service)).Select(o => o.Key)];

    /// <summary>Opens an incident, or says that it has failed once more.</summary>
    public void Raise(IncidentSubject subject, RequestFault fault, int attempts)
    {
        Open(subject);
        StatorTelemetry.Incidents.Add(1, new KeyValuePair<string, object?>("kind", subject.Kind));
        LogRaised(subject.Kind, subject.Address, subject.Name, attempts, fault.Code, fault.Message);
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        _unsaved.Writer.TryWrite(new(new(0, subject, fault.Code, fault.Message, attempts, now, now), null));
    }

    /// <summary>Forgets incidents that a commit has settled.</summary>
    public void Settled(ImmutableArray<IncidentSubject> settled)
    {
        foreach (var subject in settled)
        {
            Close(subject);
            _stored.TryRemove(subject, out _);
        }
    }

    /// <summary>Settles an incident that no commit of its instance settles.</summary>
    public void Settle(IncidentSubject subject)
    {
        if (IsOpen(subject))
        {
            Close(subject);
            Unsave(subject, null);
        }
    }

    /// <summary>
    /// The same, and returns when the store has forgotten it, also where somebody else has settled it a moment ago: what the incident is
    /// about may go from the store only after that, as a crash in between would leave an incident about nothing.
    /// </summary>
    public Task SettleAsync(IncidentSubject subject, CancellationToken cancellation)
    {
        if (!IsOpen(subject) && !_stored.ContainsKey(subject))
        {
            return Task.CompletedTask;
        }

        Close(subject);
        var saved = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Unsave(subject, saved);
        return saved.Task.WaitAsync(cancellation);
    }

    /// <summary>Returns when the store has what was raised until now: who then asks it for an incident is told of its last failure.</summary>
    public Task SavedAsync(CancellationToken cancellation)
    {
        var saved = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return _unsaved.Writer.TryWrite(new(null, saved))
            ? saved.Task.WaitAsync(cancellation)
            : throw new RequestRefusedException(StoreFaults.Stopping());
    }

    /// <summary>Saves no more; what is unsaved fails again after the next start, and is an incident again then.</summary>
    public async Task StopAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        _unsaved.Writer.TryComplete();
        await _loop.ConfigureAwait(false);
    }

    public void Dispose() => _stopping.Dispose();

    private async Task LoadAsync(string? machine, string? key, CancellationToken cancellation)
    {
        for (var after = 0L; ;)
        {
            var page = await store.LoadIncidentsAsync(machine, key, after, PageSize, cancellation).ConfigureAwait(false);
            foreach (var incident in page)
            {
                Open(incident.Subject);
                _stored.TryAdd(incident.Subject, 0);
                after = incident.Number;
            }

            if (page.Count < PageSize)
            {
                return;
            }
        }
    }

    /// <summary>Has the row of a closed incident removed.</summary>
    private void Unsave(IncidentSubject subject, TaskCompletionSource? saved)
    {
        if (!_unsaved.Writer.TryWrite(new(new(0, subject, Code: "", Message: "", Attempts: 0, FirstAtMs: 0, LastAtMs: 0), saved)))
        {
            saved?.SetException(new RequestRefusedException(StoreFaults.Stopping()));
        }
    }

    private void Open(IncidentSubject subject) =>
        _open.AddOrUpdate(subject.Address, _ => [subject], (_, open) => open.Contains(subject) ? open : open.Add(subject));

    private void Close(IncidentSubject subject)
    {
        while (_open.TryGetValue(subject.Address, out var open) && open.Contains(subject))
        {
            var left = open.Remove(subject);
            if (left.IsEmpty ? _open.TryRemove(KeyValuePair.Create(subject.Address, open)) : _open.TryUpdate(subject.Address, left, open))
            {
                return;
            }
        }
    }

    private async Task RunAsync()
    {
        while (await _unsaved.Reader.WaitToReadAsync(CancellationToken.None).ConfigureAwait(false))
        {
            while (_unsaved.Reader.TryRead(out var next))
            {
                if (next.Incident is null || await SaveAsync(next.Incident).ConfigureAwait(false))
                {
                    next.Saved?.TrySetResult();
                }
                else
                {
                    next.Saved?.TrySetException(new RequestRefusedException(StoreFaults.Stopping()));
                }
            }
        }
    }

    /// <returns>False where it was given up, as the host stops.</returns>
    private async Task<bool> SaveAsync(IncidentRecord incident)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                // Before it is asked whether it is open: whoever closes it after that finds that it may be in the store.
                _stored.TryAdd(incident.Subject, 0);
                if (IsOpen(incident.Subject))
                {
                    await store.SaveIncidentAsync(incident, CancellationToken.None).ConfigureAwait(false);
                }

                if (!IsOpen(incident.Subject))
                {
                    // It is settled, perhaps since a moment ago.
                    await store.RemoveIncidentsAsync([incident.Subject], CancellationToken.None).ConfigureAwait(false);
                    _stored.TryRemove(incident.Subject, out _);
                }

                return true;
            }
            catch (Exception e)
            {
                LogNotSaved(incident.Subject.Address, attempt, e);
            }

            if (!await Pauses.WaitAsync(options, attempt, time, _stopping.Token).ConfigureAwait(false))
            {
                return false;
            }
        }
    }

    [LoggerMessage(70, LogLevel.Error, "Incident ({Kind}) of {Address} {Name}: given up after {Attempts} attempts ({Code}): {Message}")]
    private partial void LogRaised(string kind, MachineAddress address, string name, int attempts, string code, string message);

    [LoggerMessage(71, LogLevel.Error, "An incident of {Address} could not be saved (attempt {Attempt}); it is tried again")]
    private partial void LogNotSaved(MachineAddress address, int attempt, Exception exception);

    private readonly ILogger _logger = logger;

    /// <param name="Incident">What was raised or settled; null where somebody only wants to know that all before is saved.</param>
    /// <param name="Saved">Who waits until the store knows it; null for nobody.</param>
    private readonly record struct Unsaved(IncidentRecord? Incident, TaskCompletionSource? Saved);
}
