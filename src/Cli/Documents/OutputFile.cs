namespace Stator.Cli.Documents;

/// <summary>Where a command puts what it made.</summary>
internal static class OutputFile
{
    /// <summary>Writes to the file; without a name to standard output.</summary>
    /// <exception cref="UserErrorException">It cannot be written.</exception>
    public static void Write(Terminal terminal, string? name, string text)
    {
        var complete = text.EndsWith('\n') ? text : text + "\n";
        if (name is null or "-")
        {
            terminal.Out.Write(complete);
            return;
        }

        try
        {
            File.WriteAllText(terminal.PathOf(name), complete);
        }
        catch (DirectoryNotFoundException e)
        {
            throw new UserErrorException($"there is no folder '{Path.GetDirectoryName(name)}' to write '{name}' into. Create it first.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"'{name}' cannot be written: {e.Message}", e);
        }
    }
}
