using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Stator.Machines.Hosting;
using Stator.Machines.Stores;

namespace Stator.Grains.Storage;

/// <summary>Has performed effects forgotten, many at a time. One that is lost is performed again under its own id, and recognised by it.</summary>
internal sealed partial class Confirmations(IInstanceStore store, StatorOptions options, TimeProvider time, ILogger<Confirmations> logger)
{
    private const int Limit = 256;

    private readonly ILogger _logger = logger;
    private readonly Channel<OutboxId> _performed = Channel.CreateUnbounded<OutboxId>(new() { SingleReader = true });
    private readonly CancellationTokenSource _stopping = new();
    private Task _loop = Task.CompletedTask;

    public void Start() => _loop = Task.Run(RunAsync);

    public void Add(OutboxId performed) => _performed.Writer.TryWrite(performed);

    /// <summary>Confirms what is left, once, and ends.</summary>
    public async Task StopAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        _performed.Writer.TryComplete();
        await _loop.ConfigureAwait(false);
    }

    private async Task RunAsync()
    {
        var batch = new List<OutboxId>();
        while (await _performed.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            while (batch.Count < Limit && _performed.Reader.TryRead(out var next))
            {
                batch.Add(next);
            }

            await ConfirmAsync(batch).ConfigureAwait(false);
            batch.Clear();
        }
    }

    private async Task ConfirmAsync(List<OutboxId> batch)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await store.RemoveOutboxAsync(batch, CancellationToken.None).ConfigureAwait(false);
                return;
            }
            catch (Exception e)
            {
                LogNotConfirmed(batch.Count, attempt, e);
            }

            if (!await Pauses.WaitAsync(options, attempt, time, _stopping.Token).ConfigureAwait(false))
            {
                return;
            }
        }
    }

    [LoggerMessage(212, LogLevel.Warning, "The store did not confirm {Count} performed effects (attempt {Attempt}); this is tried again")]
    private partial void LogNotConfirmed(int count, int attempt, Exception exception);
}
