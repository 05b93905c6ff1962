using Stator.Statecharts.Data;

namespace Stator.Statecharts.Expressions;

/// <summary><c>{'key': value}</c>. Where all keys are literals, all its objects share one shape.</summary>
internal sealed class ObjectNode : Node
{
    private readonly Node[] _keys;
    private readonly Node[] _values;
    private readonly Shape? _shape;

    public ObjectNode(SourceSpan span, Node[] keys, Node[] values)
        : base(span, [.. keys, .. values])
    {
        _keys = keys;
        _values = values;
        if (keys.Length > 0 && keys.All(key => key is LiteralNode { Value.Kind: ValueKind.String }))
        {
            _shape = new(Array.ConvertAll(keys, key => ((LiteralNode)key).Value.AsString));
        }
    }

    public override Value Evaluate(EvaluationScope scope)
    {
        if ((scope.RemainingCost -= 1 + _values.Length) < 0)
        {
            return Exhausted();
        }

        return _shape is null ? WithComputedKeys(scope) : WithShape(scope, _shape);
    }

    private Value WithShape(EvaluationScope scope, Shape shape)
    {
        var values = new Value[_values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = _values[i].Evaluate(scope);
            if (values[i].IsError)
            {
                return values[i];
            }
        }

        return new ObjectValue(shape, values);
    }

    private Value WithComputedKeys(EvaluationScope scope)
    {
        var builder = new ObjectBuilder(_keys.Length);
        for (var i = 0; i < _keys.Length; i++)
        {
            var key = _keys[i].Evaluate(scope);
            var value = _values[i].Evaluate(scope);
            if (key.Reference is not string name || value.IsError)
            {
                return key.IsError || !value.IsError ? _keys[i].Mismatch("a map key", key) : value;
            }

            builder.Set(name, value);
            if (builder.Count != i + 1)
            {
                return _keys[i].Fail($"the key '{name}' stands twice in the map");
            }
        }

        return builder.Build();
    }
}
