using System.CommandLine;
using System.CommandLine.Parsing;
using Stator.Cli.Commands;
using Stator.Statecharts.Data;

namespace Stator.Cli;

/// <summary>The <c>stator</c> command line: arguments in, exit code out.</summary>
internal static class Tool
{
    /// <summary>How long after Ctrl-C a command may still tidy up; a torture still checks what it has done.</summary>
    private static readonly TimeSpan LongestFarewell = TimeSpan.FromMinutes(5);

    public static async Task<int> RunAsync(IReadOnlyList<string> args, Terminal terminal, CancellationToken cancellation = default)
    {
        var parsed = new StatorCommand(terminal).Parse(args.Count == 0 ? ["--help"] : args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Errors.Count > 0 && parsed.Action is not (HelpWithExamples or VersionLine))
        {
            return RefuseArguments(parsed, terminal);
        }

        var invocation = new InvocationConfiguration
        {
            Output = terminal.Out,
            Error = terminal.Error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = LongestFarewell,
        };
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
        var chain = Chain(parsed.CommandResult);
        if (parsed.CommandResult.Command.Action is null && parsed.UnmatchedTokens is [var unknown, ..] && !unknown.StartsWith('-'))
        {
            var known = parsed.CommandResult.Command.Subcommands.Select(c => c.Name);
            terminal.Error.WriteLine($"error: there is no command '{unknown}'{NearestName.Hint(unknown, known)}");
        }
        else
        {
            foreach (var error in parsed.Errors)
            {
                terminal.Error.WriteLine("error: " + error.Message);
            }
        }

        terminal.Error.WriteLine($"Run '{string.Join(' ', [.. chain, "--help"])}' for what there is.");
        return ExitCode.Usage;
    }

    /// <summary>The command as it is typed: <c>stator bench core</c>.</summary>
    private static IEnumerable<string> Chain(CommandResult result) =>
        result.Command is StatorCommand ? ["stator"] : [.. Chain((CommandResult)result.Parent!), result.Command.Name];
}
