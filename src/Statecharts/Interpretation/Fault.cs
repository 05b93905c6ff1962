namespace Stator.Statecharts.Interpretation;

/// <summary>Why a step was refused.</summary>
/// <param name="Code">One of <see cref="FaultCode"/>.</param>
/// <param name="Message">What happened, where, and what to do about it.</param>
/// <param name="Pointer">Where in the machine document, as a JSON pointer; empty where the fault is not of one place.</param>
public sealed record Fault(string Code, string Message, string Pointer = "")
{
    /// <summary>What bound code threw; null where none did. It is not part of the fault as data.</summary>
    public Exception? Cause { get; init; }
}

/// <summary>The codes of <see cref="Fault"/>.</summary>
public static class FaultCode
{
    /// <summary>An action, guard, delay or output failed; the macrostep was undone.</summary>
    public const string ActionFailed = "action_failed";

    /// <summary>The macrostep did not become stable within <c>options.maxMicrosteps</c>.</summary>
    public const string MicrostepsExceeded = "microsteps_exceeded";

    /// <summary>The expressions of one step cost more than <c>options.maxExpressionCost</c>.</summary>
    public const string ExpressionCostExceeded = "expression_cost_exceeded";

    /// <summary>The event is none a caller may send, or does not fit its schema.</summary>
    public const string InvalidEvent = "invalid_event";

    /// <summary>The input does not fit its schema.</summary>
    public const string InvalidInput = "invalid_input";

    /// <summary>A context edited by hand does not fit its schema, or is no plain JSON.</summary>
    public const string InvalidContext = "invalid_context";

    /// <summary>A limit was hit; the message names it and its setting.</summary>
    public const string LimitExceeded = "limit_exceeded";

    /// <summary>A snapshot names a state that the machine does not have.</summary>
    public const string StateNotFound = "state_not_found";

    /// <summary>The snapshot was made by another machine, version or document.</summary>
    public const string DefinitionMismatch = "definition_mismatch";

    /// <summary>Something the machine needs is bound to nothing.</summary>
    public const string MissingImplementation = "missing_implementation";

    /// <summary>A snapshot cannot be read.</summary>
    public const string InvalidSnapshot = "invalid_snapshot";
}

/// <summary>A step was refused; nothing has changed.</summary>
public class StepRefusedException(Fault fault) : Exception($"{fault.Code}: {fault.Message}", fault.Cause)
{
    /// <summary>Why.</summary>
    public Fault Fault { get; } = fault;
}
