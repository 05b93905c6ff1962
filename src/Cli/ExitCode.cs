namespace Stator.Cli;

/// <summary>What the process tells its caller.</summary>
internal static class ExitCode
{
    /// <summary>All is well.</summary>
    public const int Ok = 0;

    /// <summary>The command ran, and what it looked at is not well.</summary>
    public const int Failed = 1;

    /// <summary>The command could not run: wrong arguments, or a file that cannot be read or written.</summary>
    public const int Usage = 2;

    /// <summary>Ctrl-C, by the custom of shells: 128 and the number of SIGINT.</summary>
    public const int Interrupted = 130;
}
