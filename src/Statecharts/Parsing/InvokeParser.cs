using System.Collections.Immutable;
using System.Globalization;
using Stator.Statecharts.Data;

namespace Stator.Statecharts.Parsing;

/// <summary>Reads the services of a node, with the transitions for their events.</summary>
internal static class InvokeParser
{
    public static ImmutableArray<InvokeDefinition> Parse(ParseScope scope, StateNode node, SourceValue? value, List<EventTransitions> on)
    {
        var services = ImmutableArray.CreateBuilder<InvokeDefinition>();
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (index, item) in (value?.OneOrMany() ?? []).Index())
        {
            if (scope.RequireObject(item, "an invoke", "Write {\"src\": \"name\"}.") && ParseOne(scope, node, index, item, on) is { } service)
            {
                if (!ids.Add(service.Id))
                {
                    scope.Error(DiagnosticCode.DuplicateInvoke, (item["id"] ?? item).Place, $"two services of '{node.Id}' have the id '{service.Id}'", "Give each service an id of its own.");
                }

                services.Add(service);
            }
        }

        return services.ToImmutable();
    }

    private static InvokeDefinition? ParseOne(ParseScope scope, StateNode node, int index, SourceValue value, List<EventTransitions> on)
    {
        Keys.Check(scope, value, Keys.Invoke, "an invoke");
        var id = scope.Text(value, "id") ?? index.ToString(CultureInfo.InvariantCulture) + "." + node.Id;
        if (scope.RequiredText(value, "src", "an invoke") is not { } source)
        {
            return null;
        }

        var input = value["input"] is { } written ? scope.Templates.Parse(written) : null;
        var service = new InvokeDefinition(
            id, source, input, value["onSnapshot"] is not null, scope.Delays.ParseMember(value, "timeout"), Retry(scope, value["retry"]), value.Place);
        Add(scope, node, value["onDone"], service.DoneEvent, on);
        Add(scope, node, value["onError"], service.ErrorEvent, on);
        Add(scope, node, value["onSnapshot"], service.SnapshotEvent, on);
        Add(scope, node, value["onTimeout"], service.TimeoutEvent, on);
        if (value["onTimeout"] is { } late && value["timeout"] is null)
        {
            scope.Error(DiagnosticCode.MissingKey, late.KeyPlace, "'onTimeout' stands without 'timeout'", "Add \"timeout\": \"PT30S\", or leave 'onTimeout' out.");
        }

        return service;
    }

    private static void Add(ParseScope scope, StateNode node, SourceValue? value, string eventType, List<EventTransitions> on)
    {
        if (value is not null)
        {
            on.Add(new(eventType, scope.Transitions.Parse(node, eventType, value)) { Place = value.KeyPlace });
        }
    }

    private static RetryPolicy? Retry(ParseScope scope, SourceValue? value)
    {
        if (value is null || !scope.RequireObject(value, "'retry'"))
        {
            return null;
        }

        Keys.Check(scope, value, Keys.Retry, "'retry'");
        var attempts = value["maxAttempts"];
        if (attempts is not null && !(attempts.Kind == ValueKind.Int && attempts.Scalar.AsInt is >= 1 and <= 1_000_000))
        {
            scope.Error(DiagnosticCode.BadValue, attempts.Place, "'maxAttempts' must be a whole number from 1 to 1000000", "Write how often it may be tried in all, such as 3.");
            attempts = null;
        }

        var backoff = value["backoff"];
        if (backoff is not null && !(backoff.Kind is ValueKind.Int or ValueKind.Double && backoff.Scalar.AsDouble is >= 1 and <= 100))
        {
            scope.Error(DiagnosticCode.BadValue, backoff.Place, "'backoff' must be a number from 1 to 100", "Write the factor from one pause to the next, such as 2.");
            backoff = null;
        }

        var initial = scope.DurationMs(value, "initialInterval") ?? 1000;
        return new(
            (int)(attempts?.Scalar.AsInt ?? 3), initial, backoff?.Scalar.AsDouble ?? 2, scope.DurationMs(value, "maxInterval") ?? Math.Max(initial, 60_000));
    }
}
