using System.Collections.Immutable;
using Stator.Statecharts.Data;

namespace Stator.Statecharts.Scenarios;

/// <summary>One case of a scenario file: a machine, how its services behave, and what happens in which order.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Machine">The machine's document in UTF-8.</param>
/// <param name="Input">The input; null where there is none.</param>
/// <param name="Services">Stubs by <c>src</c>.</param>
/// <param name="DelaysMs">Values of named delays.</param>
/// <param name="Steps">In order.</param>
public sealed record ScenarioCase(
    string Name,
    ReadOnlyMemory<byte> Machine,
    Value Input,
    ImmutableDictionary<string, ServiceStub> Services,
    ImmutableDictionary<string, long> DelaysMs,
    ImmutableArray<ScenarioStep> Steps);

/// <summary>How a stubbed service behaves. Exactly one member is set.</summary>
/// <param name="Outcome">It settles at once.</param>
/// <param name="IsPending">It waits for a <c>complete</c> step.</param>
/// <param name="Machine">It is this child machine.</param>
public sealed record ServiceStub(Interpretation.Outcome? Outcome, bool IsPending, ReadOnlyMemory<byte>? Machine);

/// <summary>One step: what happens, and what is expected afterwards.</summary>
/// <param name="Action">What happens.</param>
/// <param name="Argument">The event of a send; the invoke id of a complete.</param>
/// <param name="Outcome">How a completed service ended.</param>
/// <param name="AdvanceMs">By how much time moves.</param>
/// <param name="Expect">The members of <c>expect</c>; empty where nothing is.</param>
public sealed record ScenarioStep(ScenarioAction Action, Value Argument, Interpretation.Outcome Outcome, long AdvanceMs, ObjectValue Expect);

/// <summary>What happens in a step.</summary>
public enum ScenarioAction
{
    /// <summary>Nothing: the machine is looked at.</summary>
    Look,

    /// <summary>One event from outside.</summary>
    Send,

    /// <summary>Time passes.</summary>
    Advance,

    /// <summary>A pending service settles.</summary>
    Complete,

    /// <summary>Snapshot to text, and on from that text.</summary>
    Restart,
}

/// <summary>A scenario file that is none.</summary>
public sealed class ScenarioFormatException(string pointer, string message)
    : FormatException($"{(pointer.Length == 0 ? "" : pointer + ": ")}{message}")
{
    /// <summary>Where, as a JSON pointer.</summary>
    public string Pointer => pointer;
}
