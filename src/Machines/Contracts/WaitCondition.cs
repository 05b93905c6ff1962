namespace Stator.Machines;

/// <summary>What to wait for. The instance may meet it already.</summary>
/// <param name="Kind">Which kind of condition.</param>
/// <param name="Name">The tag or state; null where the condition is about the end.</param>
public readonly record struct WaitCondition(WaitKind Kind, string? Name)
{
    /// <summary>Until it has ended, well or not.</summary>
    public static WaitCondition Done { get; } = new(WaitKind.Done, null);

    /// <summary>Until an active state has the tag.</summary>
    public static WaitCondition Tag(string tag) => new(WaitKind.Tag, tag);

    /// <summary>Until the state is active: <c>#id</c>, or a path of keys from the root.</summary>
    public static WaitCondition State(string state) => new(WaitKind.State, state);

    /// <summary>Reads <c>done</c>, <c>tag:T</c>, <c>hasTag:T</c> or <c>state:S</c>; null for anything else.</summary>
    public static WaitCondition? Parse(string? text) => text?.Split(':', 2) switch
    {
        ["done"] => Done,
        ["tag" or "hasTag", { Length: > 0 } tag] => Tag(tag),
        ["state", { Length: > 0 } state] => State(state),
        _ => null,
    };

    /// <summary>As it is written in a query.</summary>
    public override string ToString() => Kind switch
    {
        WaitKind.Done => "done",
        WaitKind.Tag => $"tag:{Name}",
        _ => $"state:{Name}",
    };
}

/// <summary>The kinds of condition one can wait for.</summary>
public enum WaitKind
{
    /// <summary>The instance has ended.</summary>
    Done,

    /// <summary>An active state has a tag.</summary>
    Tag,

    /// <summary>A state is active.</summary>
    State,
}
