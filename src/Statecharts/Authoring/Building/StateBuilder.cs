using Stator.Statecharts.Data;

namespace Stator.Statecharts.Authoring;

/// <summary>A state.</summary>
/// <typeparam name="TContext">The context.</typeparam>
public sealed class StateBuilder<TContext> : NodeBuilder<TContext, StateBuilder<TContext>>
{
    internal StateBuilder(InlineLogic inline)
        : base(inline)
    {
    }

    /// <summary>The id; the machine's id and the key path joined by dots unless set.</summary>
    public StateBuilder<TContext> Id(string id) => Set("id", id);

    internal Value Build() => Draft.Build();

    internal void History(HistoryKind kind, string? target)
    {
        Type(StateType.History);
        Set("history", kind == HistoryKind.Deep ? "deep" : "shallow");
        if (target is not null)
        {
            Set("target", target);
        }
    }
}
