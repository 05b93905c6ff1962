using System.Collections.Immutable;
using Stator.Statecharts.Interpretation;
using Stator.Statecharts.Parsing;

namespace Stator.Machines;

/// <summary>Why a request was refused. Nothing has changed.</summary>
/// <param name="Code">One of <see cref="RequestFaultCode"/>.</param>
/// <param name="Message">What is wrong, and what to do about it.</param>
/// <param name="Place">Where: a JSON pointer into the machine document or the request; empty where it is of no one place.</param>
public sealed record RequestFault(string Code, string Message, string Place = "")
{
    /// <summary>All that is wrong with a machine document; empty for any other fault.</summary>
    public ImmutableArray<Diagnostic> Diagnostics { get; init; } = [];

    /// <summary>The engine's fault as the answer to a request.</summary>
    public static RequestFault Of(Fault fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        return new(fault.Code, fault.Message, fault.Pointer);
    }
}

/// <summary>A request was refused; nothing has changed.</summary>
public sealed class RequestRefusedException(RequestFault fault, Exception? cause = null) : Exception($"{fault.Code}: {fault.Message}", cause)
{
    /// <summary>Why.</summary>
    public RequestFault Fault { get; } = fault;
}
