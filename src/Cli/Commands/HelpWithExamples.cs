using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Stator.Cli.Commands;

/// <summary>The usual help, then the examples of the command.</summary>
internal sealed class HelpWithExamples(HelpAction usual) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        usual.Invoke(parseResult);
        if (parseResult.CommandResult.Command is ToolCommand { Examples: [_, ..] examples })
        {
            var output = parseResult.InvocationConfiguration.Output;
            output.WriteLine("Examples:");
            foreach (var example in examples)
            {
                output.WriteLine($"  # {example.Meaning}");
                output.WriteLine($"  {example.Line}");
            }

            output.WriteLine();
        }

        return ExitCode.Ok;
    }
}
