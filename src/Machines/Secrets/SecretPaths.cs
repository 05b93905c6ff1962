using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Stator.Statecharts;
using Stator.Statecharts.Data;

namespace Stator.Machines.Secrets;

/// <summary>
/// What a machine declares secret under <c>x-secret</c>: paths into its context, its input and its events. Guards, actions and services
/// see these values; nobody who asks for receipts, snapshots or history does.
/// </summary>
/// <remarks>
/// <c>"x-secret": ["card.number"]</c> names paths of the context; <c>{"context": […], "input": […], "events": {"PAY": ["card"]}}</c> names
/// them all. What such a machine asks of the world may hold them too, so the data of its effects is left out of what is answered.
/// </remarks>
public sealed class SecretPaths
{
    /// <summary>What stands in the place of a secret.</summary>
    public const string Mask = "[secret]";

    private static readonly ConditionalWeakTable<MachineDefinition, SecretPaths> ByDefinition = [];
    private static readonly string[] EffectData = ["input", "params", "context", "event", "args"];
    private readonly ImmutableArray<ImmutableArray<string>> _context;
    private readonly ImmutableArray<ImmutableArray<string>> _input;
    private readonly ImmutableDictionary<string, ImmutableArray<ImmutableArray<string>>> _events;

    private readonly bool _hasSecretChildren;

    private SecretPaths(MachineDefinition definition)
    {
        var declared = Member(definition.Document.AsObject, "x-secret");
        _hasSecretChildren = definition.Logic.Machines.Values.Any(child => !Of(child).IsEmpty);
        var isList = declared.Kind == ValueKind.List;
        _context = PathsOf(isList ? declared : Member(declared, "context"));
        _input = PathsOf(Member(declared, "input"));
        _events = Member(declared, "events") is { Kind: ValueKind.Object } events
            ? events.AsObject.ToImmutableDictionary(e => e.Key, e => PathsOf(e.Value))
            : ImmutableDictionary<string, ImmutableArray<ImmutableArray<string>>>.Empty;
    }

    /// <summary>Whether nothing is secret.</summary>
    public bool IsEmpty => _context.IsEmpty && _input.IsEmpty && _events.IsEmpty && !_hasSecretChildren;

    /// <summary>What is wrong with the declaration; null where nothing is. One that is not understood would keep nothing secret.</summary>
    public static string? Problem(MachineDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        const string Form = "Write it as [\"card.number\"], or as {\"context\": […], \"input\": […], \"events\": {\"PAY\": […]}}";
        if (!definition.Document.AsObject.TryGet("x-secret", out var declared) || IsPaths(declared))
        {
            return null;
        }

        if (declared.Kind != ValueKind.Object)
        {
            return $"'x-secret' is neither a list of paths nor an object. {Form}.";
        }

        foreach (var (key, value) in declared.AsObject)
        {
            var isRight = key switch
            {
                "context" or "input" => IsPaths(value),
                "events" => value.Kind == ValueKind.Object && value.AsObject.Values.All(IsPaths),
                _ => false,
            };
            if (!isRight)
            {
                return $"'{key}' of 'x-secret' is not understood. {Form}.";
            }
        }

        return null;
    }

    /// <summary>The secrets of a machine, and of its children.</summary>
    public static SecretPaths Of(MachineDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        return ByDefinition.GetValue(definition, static machine => new(machine));
    }

    /// <summary>Whether a path of the context leads to a secret, into one, or past one.</summary>
    public bool Touches(string path)
    {
        var keys = path.Split('.');
        return _context.Any(secret => secret.Zip(keys).All(pair => pair.First == pair.Second));
    }

    /// <summary>The context without its secrets.</summary>
    public Value MaskContext(Value context) => MaskAll(context, _context);

    /// <summary>A snapshot, as JSON in UTF-8, without the secrets of its context, the inputs of its services, and its children.</summary>
    public ReadOnlyMemory<byte> MaskSnapshot(ReadOnlyMemory<byte> snapshot)
    {
        var value = Value.Parse(snapshot.Span).AsObject;
        var masked = value.With("context", MaskContext(Member(value, "context")));
        masked = MaskMember(masked, "invocations", list => ListValue.Of([.. list.AsList.Select(MaskData)]));
        masked = MaskMember(masked, "timers", list => ListValue.Of([.. list.AsList.Select(MaskData)]));
        masked = MaskMember(masked, "children", children => children.AsObject.Count == 0 ? children : Mask);
        var writer = new JsonTextWriter();
        writer.Write(masked);
        return writer.WrittenSpan.ToArray();
    }

    /// <summary>The detail of a history entry without secrets.</summary>
    public Value MaskHistory(Value detail)
    {
        var masked = detail.AsObject;
        masked = MaskMember(masked, "input", input => MaskAll(input, _input));
        masked = MaskMember(masked, "patch", patch => MaskAll(patch, _context));
        masked = MaskMember(masked, "output", _ => Mask);
        masked = MaskMember(masked, "event", @event =>
            Member(@event, "type") is { Kind: ValueKind.String } type && _events.TryGetValue(type.AsString, out var paths) ? MaskAll(@event, paths) : @event);
        return MaskMember(masked, "effects", effects => ListValue.Of([.. effects.AsList.Select(MaskData)]));
    }

    private static ObjectValue MaskMember(ObjectValue owner, string key, Func<Value, Value> mask) =>
        owner.TryGet(key, out var value) && !value.IsNull ? owner.With(key, mask(value)) : owner;

    /// <summary>An effect or invocation keeps what it is, and loses what it was given.</summary>
    private static Value MaskData(Value effect)
    {
        if (effect.Kind != ValueKind.Object)
        {
            return effect;
        }

        var masked = effect.AsObject;
        foreach (var key in EffectData)
        {
            masked = MaskMember(masked, key, _ => Mask);
        }

        return masked;
    }

    private static Value MaskAll(Value value, ImmutableArray<ImmutableArray<string>> paths)
    {
        foreach (var path in paths)
        {
            value = MaskAt(value, path.AsSpan());
        }

        return value;
    }

    private static Value MaskAt(Value value, ReadOnlySpan<string> path)
    {
        if (path.IsEmpty)
        {
            return value.IsNull ? value : Mask;
        }

        return value.Kind == ValueKind.Object && value.AsObject.TryGet(path[0], out var member)
            ? value.AsObject.With(path[0], MaskAt(member, path[1..]))
            : value;
    }

    private static bool IsPaths(Value value) => value.Kind == ValueKind.List
        && value.AsList.All(path => path.Kind == ValueKind.String && path.AsString.Split('.').All(key => key.Length > 0));

    private static ImmutableArray<ImmutableArray<string>> PathsOf(Value list) => list.Kind == ValueKind.List
        ? [.. list.AsList.Where(p => p.Kind == ValueKind.String).Select(p => p.AsString.Split('.').ToImmutableArray())]
        : [];

    private static Value Member(Value owner, string key) => owner.Kind == ValueKind.Object ? Member(owner.AsObject, key) : default;

    private static Value Member(ObjectValue owner, string key) => owner.TryGet(key, out var value) ? value : default;
}
