using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Stator.Machines;

namespace Stator.Embedded.Hosting;

/// <summary>What a folder of machines is for.</summary>
/// <param name="Path">The folder; its <c>*.machine.json</c> are published when the application starts.</param>
/// <param name="IsWatched">Whether files are published again when they change.</param>
/// <param name="OnlyUnknown">Whether machines that are published already, in whatever version, are left alone.</param>
public sealed record DefinitionFolderOptions(string Path, bool IsWatched = true, bool OnlyUnknown = false);

/// <summary>Publishes the machines of a folder. A file that cannot be published is reported, and stops neither the others nor the host.</summary>
internal sealed partial class DefinitionFolder(
    DefinitionFolderOptions folder, IMachineClient client, TimeProvider time, ILogger<DefinitionFolder> logger) : BackgroundService
{
    private const string Pattern = "*.machine.json";

    /// <summary>How long a folder must be quiet before it is read: an editor writes a file in several steps.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(100);

    /// <summary>When a folder is read again that could not be published because the store was away.</summary>
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(1);

    private readonly Channel<bool> _changes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly ILogger _logger = logger;
    private readonly FolderPublisher _publisher = new(folder, client, logger);
    private FileSystemWatcher? _watcher;

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        if (folder.IsWatched)
        {
            // Before the first reading, so that no change falls between the two.
            _watcher = new(folder.Path, Pattern);
            _watcher.Changed += (_, _) => Signal();
            _watcher.Created += (_, _) => Signal();
            _watcher.Renamed += (_, _) => Signal();
            _watcher.Error += (_, e) => LogWatchFailed(folder.Path, e.GetException());
            _watcher.Error += (_, _) => Signal();
            _watcher.EnableRaisingEvents = true;
        }

        await PublishAsync(cancellationToken).ConfigureAwait(false);
        await base.StartAsync(cancellationToken).ConfigureAwait(false);
    }

    public override void Dispose()
    {
        _watcher?.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (folder.IsWatched && await _changes.Reader.WaitToReadAsync(stoppingToken).ConfigureAwait(false))
            {
                while (_changes.Reader.TryRead(out _))
                {
                    await Task.Delay(Quiet, time, stoppingToken).ConfigureAwait(false);
                }

                await PublishAsync(stoppingToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            LogEnded(folder.Path);
        }
    }

    private async Task PublishAsync(CancellationToken cancellation)
    {
        string[] paths;
        try
        {
            paths = Directory.GetFiles(folder.Path, Pattern);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Gone or closed while the host runs: what is published stays so.
            LogUnreadable(folder.Path, e);
            return;
        }

        if (await _publisher.PublishAsync(paths, cancellation).ConfigureAwait(false))
        {
            await Task.Delay(Again, time, cancellation).ConfigureAwait(false);
            Signal();
        }
    }

    private void Signal() => _changes.Writer.TryWrite(true);

    [LoggerMessage(60, LogLevel.Error, "The folder {Path} cannot be watched for a moment; it is read again as a whole")]
    private partial void LogWatchFailed(string path, Exception exception);

    [LoggerMessage(67, LogLevel.Error, "The folder {Path} cannot be read; what is published stays so")]
    private partial void LogUnreadable(string path, Exception exception);

    [LoggerMessage(61, LogLevel.Debug, "The folder {Path} is not watched any more")]
    private partial void LogEnded(string path);
}
