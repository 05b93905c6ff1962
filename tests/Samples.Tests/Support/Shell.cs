using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace Stator.Samples.Tests.Support;

/// <summary>One bash that runs command after command, as a person at a terminal does; what runs in its background ends with it.</summary>
internal sealed partial class Shell : IAsyncDisposable
{
    private const string End = "<<< end of output >>>";

    private readonly Process _bash;

    public Shell(string folder, IReadOnlyDictionary<string, string> environment)
    {
        var start = new ProcessStartInfo("bash", ["--noprofile", "--norc"])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        _bash = Process.Start(start)!;
    }

    /// <summary>Runs a command to its end; answers what it wrote, wherever to.</summary>
    public async Task<string> RunAsync(string command, CancellationToken cancellation = default)
    {
        await _bash.StandardInput.WriteAsync($"{{ {command}\n}} </dev/null 2>&1; echo '{End}'\n".AsMemory(), cancellation);
        await _bash.StandardInput.FlushAsync(cancellation);
        var output = new StringBuilder();
        while (await _bash.StandardOutput.ReadLineAsync(cancellation) is { } line)
        {
            if (line.EndsWith(End, StringComparison.Ordinal))
            {
                // A command may end without a line break.
                var rest = line[..^End.Length];
                return output.Append(rest.Length > 0 ? rest + "\n" : "").ToString();
            }

            // The shell says that a job was killed whenever it notices, also behind a line that is not at its end.
            var said = OfJob().Replace(line, "");
            if (said.Length == line.Length || said.Length > 0)
            {
                output.Append(said).Append('\n');
            }
        }

        throw new InvalidOperationException($"The shell ended in '{command}', after:\n{output}");
    }

    public async ValueTask DisposeAsync()
    {
        await _bash.StandardInput.WriteAsync("kill -9 $(jobs -p)\n");
        _bash.StandardInput.Close();
        await _bash.WaitForExitAsync();
        _bash.Dispose();
    }

    [GeneratedRegex(@"bash: line \d+: +\d+ (Killed|Terminated) .*")]
    private static partial Regex OfJob();
}
