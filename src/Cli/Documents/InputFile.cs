using Stator.Statecharts.Data;

namespace Stator.Cli.Documents;

/// <summary>A document that a command was given: a file, or <c>-</c> for what is piped in.</summary>
/// <param name="Name">As it was given; how messages name it.</param>
/// <param name="Bytes">Its text in UTF-8.</param>
/// <param name="IsPiped">Whether it has no name that says what it is.</param>
internal sealed record InputFile(string Name, byte[] Bytes, bool IsPiped = false)
{
    private static readonly string[] YamlEndings = [".yaml", ".yml"];

    /// <summary>Whether it is to be read as YAML. What is piped in says so by how it begins; JSON is YAML too, but is better read as JSON.</summary>
    public bool IsYaml => IsPiped ? !BeginsAsJson(Bytes) : IsYamlName(Name);

    /// <summary>Whether somebody gave the program instead of the document that it exports.</summary>
    public bool LooksLikeScript => Bytes.AsSpan().IndexOf("createMachine"u8) >= 0 || Path.GetExtension(Name) is ".ts" or ".js" or ".mjs";

    public static bool IsYamlName(string name) => YamlEndings.Contains(Path.GetExtension(name), StringComparer.OrdinalIgnoreCase);

    /// <exception cref="UserErrorException">It cannot be read.</exception>
    public static InputFile Read(Terminal terminal, string name)
    {
        if (name == "-")
        {
            using var copy = new MemoryStream();
            terminal.In.CopyTo(copy);
            return new("<stdin>", copy.ToArray(), IsPiped: true);
        }

        try
        {
            return new(name, File.ReadAllBytes(Existing(terminal, name)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new UserErrorException($"'{name}' cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Nothing at all is read as JSON too, which says best that the document is empty.</summary>
    private static bool BeginsAsJson(ReadOnlySpan<byte> text)
    {
        var document = (text.StartsWith("\uFEFF"u8) ? text[3..] : text).TrimStart(" \t\r\n"u8);
        return document.IsEmpty || document[0] == '{';
    }

    private static string Existing(Terminal terminal, string name)
    {
        var path = terminal.PathOf(name);
        if (Directory.Exists(path))
        {
            throw new UserErrorException($"'{name}' is a folder. Name the files in it, as in '{Path.Join(name, "*.json")}'.");
        }

        if (File.Exists(path))
        {
            return path;
        }

        if (name.IndexOfAny(['*', '?']) >= 0)
        {
            throw new UserErrorException($"'{name}' matches no file: the shell found none, or the pattern is quoted. Check the folder, or name the files.");
        }

        var folder = Path.GetDirectoryName(path)!;
        if (!Directory.Exists(folder))
        {
            throw new UserErrorException($"there is no file '{name}', nor its folder. Check the path; it starts at {terminal.Folder}.");
        }

        var near = NearestName.Hint(Path.GetFileName(path), Directory.EnumerateFiles(folder).Select(f => Path.GetFileName(f)));
        throw new UserErrorException($"there is no file '{name}'{(near.Length > 0 ? near : $". Check the path; it starts at {terminal.Folder}.")}");
    }
}
