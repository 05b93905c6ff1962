using System.Collections.Immutable;
using Stator.Statecharts.Data;

namespace Stator.Statecharts.Diagrams.Reading;

/// <summary>
/// An action in a few words. The name of an event, and the address of a message, are taken from the document as they were written: they
/// may stand beside expressions, and the chart keeps only what computes the whole.
/// </summary>
internal sealed class ActionText(Value document)
{
    public string Of(ImmutableArray<ChartAction> actions) => string.Join(", ", actions.Select(Of));

    public string Of(ChartAction action) => action switch
    {
        AssignAction a => ("assign " + string.Join(", ", TemplateText.Keys(a.Context))).TrimEnd(),
        RaiseAction r => "raise " + TypeOf(r.Event, r) + Later(r.Delay),
        SendToAction s => $"send {TypeOf(s.Event, s)} to {TargetOf(s)}{Later(s.Delay)}",
        CancelAction c => "cancel " + TemplateText.Of(c.Id),
        EmitAction e => "emit " + TypeOf(e.Event, e),
        LogAction => "log",
        SpawnAction s => "spawn " + s.Source,
        StopAction s => "stop " + TemplateText.Of(s.Id),
        NamedAction n => n.Name,
        MappedAction m => m.Name,
        _ => "?",
    };

    private string TypeOf(EventTemplate template, ChartAction action)
    {
        var written = WrittenPlace.In(document, action.Place)["event"];
        return template.Constant?.Type ?? (written.Kind == ValueKind.String ? written.AsString : Words(written["type"]));
    }

    private string TargetOf(SendToAction send)
    {
        var written = WrittenPlace.In(document, send.Place)["target"];
        return written["machine"].IsNull ? Words(written) : written["key"].IsNull ? Words(written["machine"]) : $"{Words(written["machine"])}/{Words(written["key"])}";
    }

    private static string Words(Value written) => written.Kind switch
    {
        ValueKind.String => written.AsString,
        ValueKind.Object when written["@expr"].Kind == ValueKind.String => written["@expr"].AsString,
        _ => "…",
    };

    private static string Later(Delay? delay) => delay is null ? "" : " after " + DelayText.Of(delay);
}
