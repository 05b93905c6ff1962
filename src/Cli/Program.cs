namespace Stator.Cli;

/// <summary>The process around <see cref="Tool"/>.</summary>
internal static class Program
{
    private static Task<int> Main(string[] args) => Tool.RunAsync(args, Terminal.OfProcess());
}
