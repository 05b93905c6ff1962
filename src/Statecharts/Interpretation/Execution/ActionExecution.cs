using System.Collections.Immutable;
using Stator.Statecharts.Authoring;
using Stator.Statecharts.Data;
using Stator.Statecharts.Effects;
using Stator.Statecharts.Snapshots;

namespace Stator.Statecharts.Interpretation;

/// <summary>
/// Runs the actions of a block in order (SCXML appendix D, <c>executeContent</c>). Changes of context happen at once; what concerns
/// others becomes an effect, or is deferred to the end of the macrostep.
/// </summary>
internal static class ActionExecution
{
    /// <param name="run">The step.</param>
    /// <param name="actor">Whose actions.</param>
    /// <param name="actions">In order.</param>
    /// <param name="event">The event that is being handled.</param>
    /// <param name="entering">The node whose entry actions these are: its own services may be sent to before they exist.</param>
    public static void Execute(StepRun run, Actor actor, ImmutableArray<ChartAction> actions, Event @event, StateNode? entering = null)
    {
        foreach (var action in actions)
        {
            Execute(run, actor, action, @event, entering);
        }
    }

    public static void ArmAfter(StepRun run, Actor actor, AfterTimer timer) =>
        Arm(run, actor, timer.Delay, timer.EventType, timer.Event, default, timer.Place);

    public static void Arm(
        StepRun run, Actor actor, Delay delay, string? id, Event @event, TimerTarget target, Place place, Child? receiver = null) =>
        actor.Deferred.Enqueue(new(DeferredKind.Arm)
        {
            DelayMs = Delays.Evaluate(run, actor, delay, place),
            Id = id,
            Event = @event,
            Target = target,
            Child = receiver,
        });

    /// <summary>The value of a template as data, which may be kept.</summary>
    public static Value Evaluate(StepRun run, Actor actor, Template template, Event @event, Place place)
    {
        var value = JsonNesting.ToData(EvaluateAny(run, actor, template, @event, place));
        return value.IsError ? throw Failed(actor, value, place) : value;
    }

    /// <summary>The value of a template, which may be of a kind that only expressions know.</summary>
    public static Value EvaluateAny(StepRun run, Actor actor, Template template, Event @event, Place place)
    {
        run.Bind(actor, @event);
        var value = template.Evaluate(run.Scope);
        return value.IsError ? throw Failed(actor, value, place) : value;
    }

    public static StepFaultException Failed(Actor actor, Value error, Place place)
    {
        var e = error.Error!;
        var where = e.Snippet is null ? "" : $" in '{e.Snippet}'" + (e.Offset >= 0 ? $" (character {e.Offset + 1})" : "");
        var code = e.IsCostExceeded ? FaultCode.ExpressionCostExceeded : FaultCode.ActionFailed;
        var limit = e.IsCostExceeded
            ? $" The limit is {actor.Definition.Options.MaxExpressionCost}, set by 'options.maxExpressionCost'."
            : "";
        return new(new(code, $"An expression of '{actor.Definition.Id}' failed{where}: {e.Message}.{limit}", place.Pointer));
    }

    public static StepFaultException Missing(Actor actor, string what, string name, Place place) => new(new(
        FaultCode.MissingImplementation,
        $"The {what} '{name}' of '{actor.Definition.Id}' is bound to nothing. Bind it in C#, or define it in the machine.",
        place.Pointer));

    private static void Execute(StepRun run, Actor actor, ChartAction action, Event @event, StateNode? entering)
    {
        switch (action)
        {
            case AssignAction assign:
                Assign(run, actor, assign, @event);
                break;
            case NamedAction named:
                Perform(run, actor, named, @event);
                break;
            case MappedAction mapped:
                Execute(run, actor, mapped.List.Actions, @event, entering);
                break;
            case RaiseAction { Delay: { } delay } raise:
                Arm(run, actor, delay, TimerId(run, actor, raise.Id, @event, raise.Place), Build(run, actor, raise.Event, @event, raise.Place), default, raise.Place);
                break;
            case RaiseAction raise:
                actor.InternalQueue.Enqueue(Build(run, actor, raise.Event, @event, raise.Place));
                break;
            case SendToAction send:
                Sending.Send(run, actor, send, @event, entering);
                break;
            case CancelAction cancel:
                actor.Deferred.Enqueue(new(DeferredKind.Cancel) { Id = TimerId(run, actor, cancel.Id, @event, cancel.Place) });
                break;
            case EmitAction emit:
                actor.Deferred.Enqueue(new(DeferredKind.Emit) { Event = Build(run, actor, emit.Event, @event, emit.Place) });
                break;
            case LogAction log:
                run.Add(new WriteLog(actor.Path, Evaluate(run, actor, log.Args, @event, log.Place)));
                break;
            case SpawnAction spawn:
                Invoking.Spawn(run, actor, spawn, @event);
                break;
            case StopAction stop:
                Invoking.StopById(actor, Text(run, actor, stop.Id, @event, stop.Place));
                break;
            default:
                throw new InvalidOperationException($"Action {action.GetType().Name} is not known.");
        }
    }

    private static void Assign(StepRun run, Actor actor, AssignAction assign, Event @event)
    {
        run.Bind(actor, @event);
        var target = actor.Context.Kind == ValueKind.Object ? actor.Context.AsObject : ObjectValue.Empty;
        var context = assign.Context is Template.Object patch
            ? patch.EvaluateOnto(target, run.Scope)
            : assign.Context.Evaluate(run.Scope) switch
            {
                { IsError: true } error => error,
                { Kind: ValueKind.Object } value => target.Merge(value.AsObject),
                var other => throw new StepFaultException(new(FaultCode.ActionFailed, $"An assign yields {other}, which is no object.", assign.Place.Pointer)),
            };
        SetContext(actor, context, assign.Place);
    }

    private static void Perform(StepRun run, Actor actor, NamedAction action, Event @event)
    {
        var arguments = action.Params is null ? default : Evaluate(run, actor, action.Params, @event, action.Place);
        if (actor.Definition.Logic.Assigns.TryGetValue(action.Name, out var assign))
        {
            var context = BoundCall.Invoke(actor, "action", action.Name, action.Place, assign, new LogicCall(actor.Context, @event, arguments));
            SetContext(actor, context, action.Place);
            return;
        }

        run.Add(new PerformAction(actor.Path, action.Name, arguments, action.Params is not null, actor.Context, @event) { AskedBy = actor.ChildId });
    }

    private static void SetContext(Actor actor, Value context, Place place)
    {
        var data = JsonNesting.ToData(context);
        actor.Context = data.IsError ? throw Failed(actor, data, place) : data;
        actor.HasChanged = true;
    }

    internal static Event Build(StepRun run, Actor actor, EventTemplate template, Event @event, Place place)
    {
        if (template.Constant is { } constant)
        {
            return constant;
        }

        var value = Evaluate(run, actor, template.Members, @event, place);
        return Event.FromValue(value) ?? throw new StepFaultException(new(
            FaultCode.ActionFailed, $"An event of '{actor.Definition.Id}' has no type: {value}. Its 'type' must be a non-empty string.", place.Pointer));
    }

    internal static string Text(StepRun run, Actor actor, Template template, Event @event, Place place) =>
        Evaluate(run, actor, template, @event, place) is { Kind: ValueKind.String } value
            ? value.AsString
            : throw new StepFaultException(new(FaultCode.ActionFailed, $"An id of '{actor.Definition.Id}' is no string.", place.Pointer));

    internal static string? TimerId(StepRun run, Actor actor, Template? id, Event @event, Place place) =>
        id is null ? null : Text(run, actor, id, @event, place);
}
