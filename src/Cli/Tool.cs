using System.CommandLine;
using System.CommandLine.Parsing;
using Stator.Cli.Commands;

namespace Stator.Cli;

/// <summary>The <c>stator</c> command line: arguments in, exit code out.</summary>
internal static class Tool
{
    public static async Task<int> RunAsync(IReadOnlyList<string> args, Terminal terminal, CancellationToken cancellation = default)
    {
        var parsed = new StatorCommand(terminal).Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Errors.Count > 0 && parsed.Action is not System.CommandLine.Help.HelpAction and not HelpWithExamples)
        {
            return RefuseArguments(parsed, terminal);
        }

        var invocation = new InvocationConfiguration { Output = terminal.Out, Error = terminal.Error, EnableDefaultExceptionHandler = false };
        try
        {
            return await parsed.InvokeAsync(invocation, cancellation);
        }
        catch (UserErrorException e)
        {
            terminal.Error.WriteLine("error: " + e.Message);
            return ExitCode.Usage;
        }
        catch (OperationCanceledException)
        {
            return ExitCode.Interrupted;
        }
    }

    private static int RefuseArguments(ParseResult parsed, Terminal terminal)
    {
        foreach (var error in parsed.Errors)
        {
            terminal.Error.WriteLine("error: " + error.Message);
        }

        var command = parsed.CommandResult.Command is StatorCommand ? "" : NameOf(parsed.CommandResult) + " ";
        terminal.Error.WriteLine($"Run 'stator {command}--help' for what it takes.");
        return ExitCode.Usage;
    }

    private static string NameOf(CommandResult result) => string.Join(
        ' ', Enumerable.Reverse(Chain(result)).Select(r => r.Command.Name));

    private static List<CommandResult> Chain(CommandResult result)
    {
        var chain = new List<CommandResult>();
        for (SymbolResult? at = result; at is CommandResult { Command: not StatorCommand } command; at = at.Parent)
        {
            chain.Add(command);
        }

        return chain;
    }
}
