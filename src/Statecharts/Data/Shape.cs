namespace Stator.Statecharts.Data;

/// <summary>
/// The keys of an object, in order. Objects made from one another share it, so an expression that has found a key once finds it
/// again by comparing one reference.
/// </summary>
internal sealed class Shape
{
    private const int LinearLimit = 8;

    private readonly Dictionary<string, int>? _index;
    private byte[][]? _utf8Keys;

    public Shape(string[] keys)
    {
        Keys = keys;
        if (keys.Length > LinearLimit)
        {
            _index = new(keys.Length, StringComparer.Ordinal);
            for (var i = 0; i < keys.Length; i++)
            {
                _index[keys[i]] = i;
            }
        }
    }

    public static Shape Empty { get; } = new([]);

    public string[] Keys { get; }

    /// <summary>Each key as the JSON text <c>"key":</c>, escaped.</summary>
    public byte[][] Utf8Keys => _utf8Keys ??= Array.ConvertAll(Keys, JsonTextWriter.EncodeKey);

    public int IndexOf(string key)
    {
        if (_index is not null)
        {
            return _index.GetValueOrDefault(key, -1);
        }

        for (var i = 0; i < Keys.Length; i++)
        {
            if (ReferenceEquals(Keys[i], key) || string.Equals(Keys[i], key, StringComparison.Ordinal))
            {
                return i;
            }
        }

        return -1;
    }
}
