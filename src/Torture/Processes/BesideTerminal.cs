namespace Stator.Torture.Processes;

/// <summary>
/// How a process is started that Ctrl-C is not for. A terminal sends it to all processes that were started from it: servers would end by
/// themselves, with work left to do, and the checker would find that as broken promises.
/// </summary>
internal static class BesideTerminal
{
    /// <summary>The words of a command that becomes the one given, with SIGINT ignored; SIGTERM ends it as ever.</summary>
    public static string[] Start(IEnumerable<string> command) => ["sh", "-c", "trap '' INT; exec \"$@\"", "sh", .. command];
}
