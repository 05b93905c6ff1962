using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Stator.Machines;
using Stator.Machines.Instances;
using Stator.Machines.Stores;

namespace Stator.Embedded.Outbox;

/// <summary>
/// Performs committed effects, one after the other, under their own ids: what was performed but not confirmed before a crash is
/// performed again, and recognised by its id.
/// </summary>
internal sealed partial class OutboxRunner(IInstanceStore store, StatorOptions options, TimeProvider time, ILogger<OutboxRunner> logger) : IDisposable
{
    private const int MaxUnconfirmed = 256;

    /// <summary>What was committed, in order; null where the store has more that nobody here was told of.</summary>
    private readonly Channel<OutboxEntry?> _entries = Channel.CreateUnbounded<OutboxEntry?>(new() { SingleReader = true });

    /// <summary>What was found in the store ahead of its turn, and is to be passed over when that comes.</summary>
    private readonly HashSet<OutboxId> _overtaken = [];

    private readonly CancellationTokenSource _stopping = new();
    private Task _loop = Task.CompletedTask;

    /// <summary>Begins with what was left from before.</summary>
    public async Task StartAsync(Func<MachineAddress, SendRequest, Task> send, CancellationToken cancellation)
    {
        var left = await store.LoadOutboxAsync(cancellation).ConfigureAwait(false);
        Add([.. left]);
        _loop = Task.Run(() => RunAsync(send), CancellationToken.None);
    }

    public void Add(ReadOnlySpan<OutboxEntry> entries)
    {
        foreach (var entry in entries)
        {
            _entries.Writer.TryWrite(entry);
        }
    }

    /// <summary>Says that a commit with entries was not confirmed: whether the store has them shows when it is read.</summary>
    public void ReadAgain() => _entries.Writer.TryWrite(null);

    /// <summary>Ends after the entry under way; the store has the rest.</summary>
    public async Task StopAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        _entries.Writer.TryComplete();
        await _loop.ConfigureAwait(false);
    }

    public void Dispose() => _stopping.Dispose();

    private async Task RunAsync(Func<MachineAddress, SendRequest, Task> send)
    {
        var performed = new List<OutboxId>();
        while (!_stopping.IsCancellationRequested && await _entries.Reader.WaitToReadAsync(CancellationToken.None).ConfigureAwait(false))
        {
            while (!_stopping.IsCancellationRequested && performed.Count < MaxUnconfirmed && _entries.Reader.TryRead(out var entry))
            {
                if (entry is null)
                {
                    // Confirmed before, so that what is done is not found again.
                    await ConfirmAsync(performed).ConfigureAwait(false);
                    await PerformStoredAsync(performed, send).ConfigureAwait(false);
                }
                else if (!_overtaken.Remove(entry.Id) && await PerformAsync(entry, send).ConfigureAwait(false))
                {
                    performed.Add(entry.Id);
                }
            }

            await ConfirmAsync(performed).ConfigureAwait(false);
        }
    }

    private async Task PerformStoredAsync(List<OutboxId> performed, Func<MachineAddress, SendRequest, Task> send)
    {
        foreach (var entry in await LoadAsync().ConfigureAwait(false))
        {
            if (_stopping.IsCancellationRequested)
            {
                return;
            }

            _overtaken.Add(entry.Id);
            if (await PerformAsync(entry, send).ConfigureAwait(false))
            {
                performed.Add(entry.Id);
            }
        }
    }

    /// <summary>What the store has, however often it takes to read it; nothing where the host is stopping.</summary>
    private async Task<IReadOnlyList<OutboxEntry>> LoadAsync()
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await store.LoadOutboxAsync(CancellationToken.None).ConfigureAwait(false);
            }
            catch (Exception e)
            {
                LogNotRead(attempt, e);
            }

            if (!await PauseAsync(attempt).ConfigureAwait(false))
            {
                return [];
            }
        }
    }

    /// <summary>Performs an effect, however often it takes; false where it stays in the store.</summary>
    private async Task<bool> PerformAsync(OutboxEntry entry, Func<MachineAddress, SendRequest, Task> send)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await PerformOnceAsync(entry, send).ConfigureAwait(false);
                return true;
            }
            catch (RequestRefusedException e) when (e.Fault.Code is RequestFaultCode.Overloaded or RequestFaultCode.StoreUnavailable or RequestFaultCode.Stopping)
            {
                LogTriedAgain(entry.Id, attempt, e.Message);
            }
            catch (RequestRefusedException e)
            {
                // Trying again would not help: the receiver is gone, or does not want it.
                LogGivenUp(entry.Id, entry.Kind, e.Message);
                return true;
            }
            catch (Exception e)
            {
                // A bug. The entry stays in the store and is tried again at the next start; the others must go on.
                LogBroken(entry.Id, entry.Kind, e);
                return false;
            }

            if (!await PauseAsync(attempt).ConfigureAwait(false))
            {
                return false;
            }
        }
    }

    /// <summary>The one switch over the kinds of effects that leave an instance.</summary>
    private static Task PerformOnceAsync(OutboxEntry entry, Func<MachineAddress, SendRequest, Task> send)
    {
        if (entry.Kind != EffectJson.Send)
        {
            throw new InvalidOperationException($"Nobody performs effects of kind '{entry.Kind}'; a machine that asks for one is not published.");
        }

        var effect = EffectJson.ReadSend(entry.Payload.Span);
        return send(new(effect.Machine, effect.Key), new(effect.Event) { EventId = entry.Id.ToString() });
    }

    private async Task ConfirmAsync(List<OutboxId> performed)
    {
        for (var attempt = 1; performed.Count > 0; attempt++)
        {
            try
            {
                await store.RemoveOutboxAsync(performed, CancellationToken.None).ConfigureAwait(false);
                performed.Clear();
                return;
            }
            catch (Exception e)
            {
                // Nothing else is performed meanwhile: a receiver knows an effect again for as long as it remembers the id.
                LogNotConfirmed(performed.Count, e);
            }

            if (!await PauseAsync(attempt).ConfigureAwait(false))
            {
                return;
            }
        }
    }

    private async Task<bool> PauseAsync(int attempt)
    {
        try
        {
            await Task.Delay(options.RetryInterval * (1 << Math.Min(attempt - 1, 6)), time, _stopping.Token).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
