using System.Text;

namespace Stator.Cli.Tests.Support;

/// <summary>A folder of its own, in which the tool is run as from a shell. It begins with a copy of the samples.</summary>
internal sealed class Workplace : IDisposable
{
    public Workplace()
    {
        foreach (var sample in Directory.EnumerateFiles(Repository.PathOf("samples"), "*.json"))
        {
            File.Copy(sample, PathOf(Path.GetFileName(sample)));
        }
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("stator-cli-").FullName;

    /// <summary>The variables that the tool sees.</summary>
    public Dictionary<string, string> Variables { get; } = new(StringComparer.Ordinal);

    public string PathOf(string name) => Path.Combine(Folder, name);

    public string Write(string name, string text)
    {
        File.WriteAllText(PathOf(name), text);
        return name;
    }

    public string Read(string name) => File.ReadAllText(PathOf(name));

    public ToolResult Run(params string[] args) => RunWith("", args);

    /// <summary>Runs the tool with that text piped in.</summary>
    public ToolResult RunWith(string input, params string[] args) => RunAsync(input, CancellationToken.None, args).GetAwaiter().GetResult();

    public async Task<ToolResult> RunAsync(string input, CancellationToken cancellation, params string[] args)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        using var stdin = new MemoryStream(Encoding.UTF8.GetBytes(input));
        var exit = await Tool.RunAsync(args, new Terminal(Folder, stdin, output, error, IsInteractive: false) { Environment = name => Variables.GetValueOrDefault(name) }, cancellation);
        return new(exit, output.ToString(), error.ToString());
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}

/// <summary>What one run of the tool said.</summary>
internal sealed record ToolResult(int Exit, string Out, string Error)
{
    public IReadOnlyList<string> Lines => Out.TrimEnd('\n').Split('\n');

    /// <summary>What an error costs a person to read: no trace of the stack.</summary>
    public ToolResult IsReadable()
    {
        Assert.DoesNotContain("   at ", Out + Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", Out + Error, StringComparison.Ordinal);
        return this;
    }
}
