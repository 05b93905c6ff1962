namespace Stator.Statecharts.Interpretation;

/// <summary>The selectors of one configuration, by event, made when an event first arrives.</summary>
internal sealed class SelectorTable(Configuration configuration, PlanCache plans)
{
    private Selector?[]? _byEvent;

    /// <summary>The selector for an event; <see cref="Selector.None"/> where no active node listens to it.</summary>
    public Selector For(Event @event)
    {
        var index = @event.IndexIn(plans);
        if (index < 0)
        {
            // Names that come from outside are not remembered: a hostile caller could send a new one each time.
            return plans.HasWildcards ? Selector.For(configuration, @event.Type) : Selector.None;
        }

        var table = _byEvent ??= new Selector?[plans.EventCount];
        return table[index] ??= Selector.For(configuration, @event.Type);
    }
}
