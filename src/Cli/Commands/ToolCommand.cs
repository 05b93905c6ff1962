using System.CommandLine;

namespace Stator.Cli.Commands;

/// <summary>A line that can be typed as it stands, and what it does.</summary>
internal sealed record Example(string Line, string Meaning);

/// <summary>A command of the tool. Its help ends with examples, which a test runs.</summary>
internal abstract class ToolCommand(string name, string description) : Command(name, description)
{
    public abstract IReadOnlyList<Example> Examples { get; }
}
