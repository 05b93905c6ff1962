using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Stator.Torture.Processes;

/// <summary>A real <c>stator serve</c>, or a silo, in a process of its own.</summary>
internal sealed partial class ServeProcess : IDisposable
{
    private const int KeptOutput = 100_000;

    private readonly Process _process;
    private readonly TextWriter _log;
    private readonly StringBuilder _output = new();
    private readonly TaskCompletionSource<Uri> _url = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ServeProcess(Process process, TextWriter log)
    {
        (_process, _log) = (process, log);
        process.OutputDataReceived += (_, e) => Take(e.Data);
        process.ErrorDataReceived += (_, e) => Take(e.Data);
        process.Exited += (_, _) => _url.TrySetException(new InvalidOperationException($"The process ended. {Output}"));
        process.EnableRaisingEvents = true;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>What it has printed, up to a limit.</summary>
    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>Where it listens, as soon as it does; fails when it ends before.</summary>
    public Task<Uri> Url => _url.Task;

    /// <param name="tool">How the tool is started: the program, and its first arguments.</param>
    /// <param name="arguments">The arguments of <c>serve</c>.</param>
    /// <param name="log">Takes what it prints, with the time and its process id; safe for several threads.</param>
    public static ServeProcess Begin(IEnumerable<string> tool, IEnumerable<string> arguments, TextWriter? log = null) =>
        Begin([.. tool, "serve", .. arguments], log);

    /// <param name="command">The program, and its arguments.</param>
    /// <param name="log">Takes what it prints, with the time and its process id; safe for several threads.</param>
    public static ServeProcess Begin(IReadOnlyList<string> command, TextWriter? log = null)
    {
        var words = BesideTerminal.Start(command);
        return new(Process.Start(new ProcessStartInfo(words[0], words[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        })!, log ?? TextWriter.Null);
    }

    /// <summary>Starts it and waits until it listens.</summary>
    public static async Task<ServeProcess> StartAsync(IEnumerable<string> tool, IEnumerable<string> arguments)
    {
        var process = Begin(tool, arguments);
        await process.Url.WaitAsync(TimeSpan.FromSeconds(60)).ConfigureAwait(false);
        return process;
    }

    /// <summary>SIGKILL: no handler runs, nothing is flushed.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync().ConfigureAwait(false);
    }

    /// <summary>SIGTERM, and the exit code.</summary>
    public async Task<int> TerminateAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync().ConfigureAwait(false);
        return await ExitAsync().ConfigureAwait(false);
    }

    public async Task<int> ExitAsync()
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await _process.WaitForExitAsync(deadline.Token).ConfigureAwait(false);
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        // Until its last line has been taken: nobody takes any after this.
        _process.WaitForExit();
        _process.Dispose();
    }

    private void Take(string? line)
    {
        if (line is null)
        {
            return;
        }

        _log.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{DateTimeOffset.UtcNow:HH:mm:ss.fff} {Id} {line}"));
        lock (_output)
        {
            if (_output.Length < KeptOutput)
            {
                _output.AppendLine(line);
            }
        }

        if (Served().Match(line) is { Success: true } match)
        {
            _url.TrySetResult(new(match.Groups[1].Value));
        }
    }

    [GeneratedRegex(@"^(?:Stator|A silo) serves (http://\S+)")]
    private static partial Regex Served();
}
