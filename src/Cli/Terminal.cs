using System.Text;

namespace Stator.Cli;

/// <summary>All that a command sees of where it runs; a test gives its own.</summary>
/// <param name="Folder">Relative paths start here.</param>
/// <param name="In">What is piped or typed in.</param>
/// <param name="Out">Results.</param>
/// <param name="Error">What went wrong with the command itself.</param>
/// <param name="IsInteractive">Whether a person sits at both ends.</param>
internal sealed record Terminal(string Folder, Stream In, TextWriter Out, TextWriter Error, bool IsInteractive)
{
    public static Terminal OfProcess()
    {
        if (Console.IsOutputRedirected)
        {
            // A JSON document must not begin with a byte order mark.
            Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        }

        return new(
            System.Environment.CurrentDirectory, Console.OpenStandardInput(), Console.Out, Console.Error,
            !Console.IsInputRedirected && !Console.IsOutputRedirected)
        {
            Environment = System.Environment.GetEnvironmentVariable,
        };
    }

    /// <summary>The wall clock.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>A variable of the environment; null where it is not set.</summary>
    public Func<string, string?> Environment { get; init; } = static _ => null;

    public string PathOf(string path) => Path.GetFullPath(path, Folder);
}
