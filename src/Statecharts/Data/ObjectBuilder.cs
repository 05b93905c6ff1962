namespace Stator.Statecharts.Data;

/// <summary>Collects the members of an object; a key set twice keeps its first place and its last value.</summary>
internal sealed class ObjectBuilder(int capacity = 4)
{
    private readonly List<string> _keys = new(capacity);
    private readonly List<Value> _values = new(capacity);
    private Dictionary<string, int>? _index;

    public int Count => _keys.Count;

    public void Set(string key, Value value)
    {
        var index = IndexOf(key);
        if (index >= 0)
        {
            _values[index] = value;
            return;
        }

        _index?.Add(key, _keys.Count);
        _keys.Add(key);
        _values.Add(value);
    }

    public ObjectValue Build() => _keys.Count == 0 ? ObjectValue.Empty : new(new([.. _keys]), [.. _values]);

    private int IndexOf(string key)
    {
        if (_keys.Count < 8)
        {
            return _keys.IndexOf(key);
        }

        if (_index is null)
        {
            _index = new(StringComparer.Ordinal);
            for (var i = 0; i < _keys.Count; i++)
            {
                _index[_keys[i]] = i;
            }
        }

        return _index.GetValueOrDefault(key, -1);
    }
}
