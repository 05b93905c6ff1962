using System.CommandLine;
using System.CommandLine.Invocation;

namespace Stator.Cli.Commands;

/// <summary><c>--version</c>: the name and the number, without the commit that the compiler appends.</summary>
internal sealed class VersionLine : SynchronousCommandLineAction
{
    public override int Invoke(ParseResult parseResult)
    {
        parseResult.InvocationConfiguration.Output.WriteLine("stator " + typeof(VersionLine).Assembly.GetName().Version!.ToString(3));
        return ExitCode.Ok;
    }
}
