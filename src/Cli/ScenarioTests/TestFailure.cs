using Stator.Statecharts.Data;

namespace Stator.Cli.ScenarioTests;

/// <summary>What went otherwise than expected.</summary>
/// <param name="File">The scenario file, as it was given.</param>
/// <param name="Case">The name of the case; empty where the file as a whole is wrong.</param>
/// <param name="Step">The step, from 1; 0 for the case as a whole.</param>
/// <param name="IsRestarted">Whether the case ran with a restart after each step.</param>
/// <param name="Message">What was expected and what came.</param>
internal sealed record TestFailure(string File, string Case, int Step, bool IsRestarted, string Message)
{
    public Value ToData() => ObjectValue.Of(
        ("file", File), ("case", Case), ("step", Step), ("restarted", IsRestarted), ("message", Message));
}

/// <summary>What became of one file. A case counts once, however often it ran.</summary>
internal sealed record FileResult(string File, int Cases, int Failed, IReadOnlyList<TestFailure> Failures);
