using System.Text;
using Microsoft.Extensions.Logging;
using Stator.Machines;
using Stator.Statecharts.Parsing;

namespace Stator.Embedded.Hosting;

/// <summary>Publishes files. One that has not changed since it was last looked at is passed over.</summary>
internal sealed partial class FolderPublisher(DefinitionFolderOptions folder, IMachineClient client, ILogger logger)
{
    private readonly ILogger _logger = logger;
    private readonly Dictionary<string, byte[]> _seen = new(StringComparer.Ordinal);

    /// <returns>Whether some of them have to be looked at again, though they do not change: the store was away.</returns>
    public async Task<bool> PublishAsync(IEnumerable<string> paths, CancellationToken cancellation)
    {
        var waiting = new List<MachineFile>();
        foreach (var path in paths.Order(StringComparer.Ordinal))
        {
            if (await ReadAsync(path, cancellation).ConfigureAwait(false) is { } file)
            {
                waiting.Add(file);
            }
        }

        // A machine needs its child machines published before it, in whatever order the files come: go round while that helps.
        var refused = new List<(MachineFile File, RequestFault Fault)>();
        do
        {
            refused.Clear();
            foreach (var file in waiting)
            {
                if (await PublishAsync(file, cancellation).ConfigureAwait(false) is { } fault)
                {
                    refused.Add((file, fault));
                }
            }

            if (refused.Count == waiting.Count)
            {
                break;
            }

            waiting = [.. refused.Select(r => r.File)];
        }
        while (waiting.Count > 0);

        foreach (var (file, fault) in refused)
        {
            Report(file, fault);
        }

        var left = refused.Where(r => r.Fault.Code is RequestFaultCode.StoreUnavailable).ToList();
        left.ForEach(r => _seen.Remove(r.File.Path));
        return left.Count > 0;
    }

    private async Task<MachineFile?> ReadAsync(string path, CancellationToken cancellation)
    {
        byte[] text;
        try
        {
            text = await File.ReadAllBytesAsync(path, cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogUnreadable(path, e);
            return null;
        }

        if (_seen.TryGetValue(path, out var seen) && seen.AsSpan().SequenceEqual(text))
        {
            return null;
        }

        _seen[path] = text;
        return new(path, text, MachineParser.Parse(text).Definition?.Id ?? IdFromName(path));
    }

    /// <summary>Why it was refused; null where it is published now, or need not be.</summary>
    private async Task<RequestFault?> PublishAsync(MachineFile file, CancellationToken cancellation)
    {
        try
        {
            if (folder.OnlyUnknown && await IsKnownAsync(file.Id, cancellation).ConfigureAwait(false))
            {
                return null;
            }

            var receipt = await client.Definitions.PublishAsync(file.Id, file.Text, cancellation).ConfigureAwait(false);
            if (receipt.IsNew)
            {
                LogPublished(receipt.Definition.Machine, receipt.Definition.Version, file.Path);
            }

            foreach (var warning in receipt.IsNew ? receipt.Warnings : [])
            {
                LogWarning(file.Path, warning);
            }

            return null;
        }
        catch (RequestRefusedException e)
        {
            return e.Fault;
        }
    }

    private async Task<bool> IsKnownAsync(string machine, CancellationToken cancellation) =>
        (await client.Definitions.ListAsync(cancellation).ConfigureAwait(false)).Any(d => d.Machine == machine);

    private void Report(MachineFile file, RequestFault fault)
    {
        if (fault.Diagnostics.IsEmpty)
        {
            LogRefused(file.Path, fault.Message);
            return;
        }

        var lines = new StringBuilder();
        foreach (var diagnostic in fault.Diagnostics)
        {
            lines.Append('\n').Append(file.Path).Append(':').Append(diagnostic);
        }

        LogInvalid(file.Path, lines.ToString());
    }

    /// <summary>The name under which a file is reported that does not say which machine it is.</summary>
    private static string IdFromName(string path) => Path.GetFileName(path)[..^".machine.json".Length];

    private sealed record MachineFile(string Path, byte[] Text, string Id);

    [LoggerMessage(62, LogLevel.Information, "Published {Machine} version {Version} from {Path}")]
    private partial void LogPublished(string machine, string version, string path);

    [LoggerMessage(63, LogLevel.Warning, "{Path}:{Warning}")]
    private partial void LogWarning(string path, Diagnostic warning);

    [LoggerMessage(64, LogLevel.Error, "{Path} is not published. {Reason}")]
    private partial void LogRefused(string path, string reason);

    [LoggerMessage(65, LogLevel.Error, "{Path} is not published, as it has errors: {Diagnostics}")]
    private partial void LogInvalid(string path, string diagnostics);

    [LoggerMessage(66, LogLevel.Error, "{Path} cannot be read")]
    private partial void LogUnreadable(string path, Exception exception);
}
