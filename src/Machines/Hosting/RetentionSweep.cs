using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Stator.Machines.Stores;

namespace Stator.Machines.Hosting;

/// <summary>Forgets, hour by hour, the history of instances that were disposed of longer ago than it is kept.</summary>
internal sealed partial class RetentionSweep(IInstanceStore store, StatorOptions options, TimeProvider time, ILogger<RetentionSweep> logger) : BackgroundService
{
    private const int PageSize = 500;
    private static readonly TimeSpan Pause = TimeSpan.FromHours(1);
    private readonly ILogger _logger = logger;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, time);
        try
        {
            do
            {
                await SweepAsync(stoppingToken).ConfigureAwait(false);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            LogEnded();
        }
    }

    private async Task SweepAsync(CancellationToken cancellation)
    {
        try
        {
            var before = (time.GetUtcNow() - options.HistoryRetention).ToUnixTimeMilliseconds();
            var count = 0;
            for (var purged = PageSize; purged == PageSize; count += purged)
            {
                purged = await store.PurgeAsync(before, PageSize, cancellation).ConfigureAwait(false);
            }

            if (count > 0)
            {
                LogForgotten(count);
            }
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogFailed(e);
        }
    }

    [LoggerMessage(80, LogLevel.Information, "The history of {Count} instances is forgotten, as they were disposed of longer ago than it is kept")]
    private partial void LogForgotten(int count);

    [LoggerMessage(81, LogLevel.Error, "Old history cannot be forgotten now; this is tried again in an hour")]
    private partial void LogFailed(Exception exception);

    [LoggerMessage(82, LogLevel.Debug, "Old history is not looked for any more")]
    private partial void LogEnded();
}
