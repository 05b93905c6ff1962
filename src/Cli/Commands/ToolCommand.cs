using System.CommandLine;

namespace Stator.Cli.Commands;

/// <summary>A line that can be typed as it stands, and what it does.</summary>
internal sealed record Example(string Line, string Meaning);

/// <summary>A command of the tool. Its help ends with examples, which a test runs.</summary>
internal abstract class ToolCommand(string name, string description) : Command(name, description)
{
    public abstract IReadOnlyList<Example> Examples { get; }

    /// <summary>An argument for one or more files. A word that begins like an option is taken for a mistyped one.</summary>
    protected static Argument<string[]> FilesArgument(string description)
    {
        var argument = new Argument<string[]>("FILE") { Description = description, Arity = ArgumentArity.OneOrMore };
        argument.Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(t => t.Value.Length > 1 && t.Value.StartsWith('-')))
            {
                result.AddError($"there is no option '{token.Value}'; a file of that name is given as './{token.Value}'");
            }
        });
        return argument;
    }
}
