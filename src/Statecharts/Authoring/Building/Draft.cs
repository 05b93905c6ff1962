using Stator.Statecharts.Data;

namespace Stator.Statecharts.Authoring;

/// <summary>An object of a machine document while it is built; its keys stand in the order in which they were first used.</summary>
internal sealed class Draft
{
    private readonly OrderedDictionary<string, object> _members = new(StringComparer.Ordinal);

    public bool Has(string key) => _members.ContainsKey(key);

    public void Set(string key, Value value) => _members[key] = value;

    public void SetUnlessNull(string key, Value value)
    {
        if (!value.IsNull)
        {
            Set(key, value);
        }
    }

    /// <summary>Adds to what stands under the key: one is written as it is, several as a list.</summary>
    public void Append(string key, Value value)
    {
        if (!_members.TryGetValue(key, out var items))
        {
            _members[key] = items = new List<Value>();
        }

        ((List<Value>)items).Add(value);
    }

    /// <summary>The object that stands under the key.</summary>
    public Draft Inner(string key)
    {
        if (!_members.TryGetValue(key, out var inner))
        {
            _members[key] = inner = new Draft();
        }

        return (Draft)inner;
    }

    public Value Build()
    {
        var builder = new ObjectBuilder(_members.Count);
        foreach (var (key, member) in _members)
        {
            builder.Set(key, member switch
            {
                Draft draft => draft.Build(),
                List<Value> { Count: 1 } items => items[0],
                List<Value> items => ListValue.Owning([.. items]),
                _ => (Value)member,
            });
        }

        return builder.Build();
    }
}
