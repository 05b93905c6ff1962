using Stator.Statecharts.Data;

namespace Stator.Http.Client.Calls;

/// <summary>One request, as often as it has to be made.</summary>
/// <param name="Method">Its method.</param>
/// <param name="Path">Its path, escaped, without a slash at the beginning.</param>
internal sealed record Call(HttpMethod Method, string Path)
{
    /// <summary>The query of an attempt; null for none.</summary>
    public Func<CallQuery>? Query { get; init; }

    /// <summary>The body; null for none.</summary>
    public Value? Body { get; init; }

    /// <summary>The body as it is; instead of <see cref="Body"/>.</summary>
    public ReadOnlyMemory<byte>? Document { get; init; }

    /// <summary>The name of the request, so that it may be made again.</summary>
    public string? EventId { get; init; }

    /// <summary>How long the host is asked to wait before it answers.</summary>
    public TimeSpan Waits { get; init; }

    /// <summary>Whether it is made once only.</summary>
    public bool IsOnce { get; init; }

    /// <summary>Whether it must not be made again when it may have been applied: nothing names it.</summary>
    public bool IsNameless { get; init; }

    /// <summary>The refusal that says, after an attempt whose answer was lost, that that one was applied; null where there is none.</summary>
    public string? MayHaveApplied { get; init; }
}
