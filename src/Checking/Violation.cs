using Stator.Machines;

namespace Stator.Checking;

/// <summary>A promise that was not kept.</summary>
/// <param name="Rule">Which promise: one of <see cref="CheckRule"/>.</param>
/// <param name="Address">The instance; null where it is of no one instance.</param>
/// <param name="Sequence">The turn; 0 where it is of no one turn.</param>
/// <param name="Expected">What was expected, and what was found instead.</param>
public sealed record Violation(string Rule, MachineAddress? Address, long Sequence, string Expected)
{
    /// <inheritdoc/>
    public override string ToString() =>
        $"{Rule}: {(Address is { } address ? $"{address}{(Sequence > 0 ? $" turn {Sequence}" : "")}: " : "")}{Expected}";
}

/// <summary>The promises that are looked at.</summary>
public static class CheckRule
{
    /// <summary>What was acknowledged is in the history, once, where the receipt says, and as the receipt says.</summary>
    public const string Acknowledged = "acknowledged";

    /// <summary>What was acknowledged before something was asked for comes before it in the history.</summary>
    public const string Order = "order";

    /// <summary>Whatever is in the history was asked for by somebody, and no request is in there twice.</summary>
    public const string Once = "once";

    /// <summary>What was seen from outside was committed, and nobody saw an older state after a newer one.</summary>
    public const string Seen = "seen";

    /// <summary>The turns of an instance are counted without a gap.</summary>
    public const string Gapless = "gapless";

    /// <summary>The turns, repeated, do what they did, and lead to the snapshot.</summary>
    public const string Fold = "fold";

    /// <summary>No timer fires early, unarmed, twice or before one that fell due earlier.</summary>
    public const string Timer = "timer";

    /// <summary>What one instance sends another is received once, in order, and was sent.</summary>
    public const string Send = "send";

    /// <summary>A service runs only once it was asked for, and its outcome is applied once.</summary>
    public const string Service = "service";

    /// <summary>The tables beside the snapshots say what the snapshots say.</summary>
    public const string Tables = "tables";

    /// <summary>The index finds what the snapshots hold, and nothing else.</summary>
    public const string Index = "index";

    /// <summary>An incident is about something that is there.</summary>
    public const string Incident = "incident";

    /// <summary>After a time of rest nothing is overdue and nothing is left to be performed.</summary>
    public const string Rest = "rest";
}
