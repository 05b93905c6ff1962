using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Stator.Cli.Yaml;

/// <summary>YamlDotNet's parser; where it stumbles over a text instead of refusing it, the text is refused at that place.</summary>
internal sealed class GuardedParser(string text) : IParser
{
    private readonly Parser _inner = new(new StringReader(text));

    public ParsingEvent? Current => _inner.Current;

    public bool MoveNext()
    {
        try
        {
            return _inner.MoveNext();
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or InvalidCastException or NullReferenceException or IndexOutOfRangeException)
        {
            var at = _inner.Current?.End ?? Mark.Empty;
            throw new YamlException(at, at, "what follows here cannot be read", e);
        }
    }
}
