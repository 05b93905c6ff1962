using System.Text;
using Stator.Statecharts.Data;

namespace Stator.Statecharts.Parsing;

/// <summary>A JSON value that knows where in its document it stands.</summary>
internal sealed class SourceValue(SourceDocument document, SourceValue? parent, string? key, int index, int offset)
{
    private static readonly IReadOnlyList<SourceValue> NoItems = [];

    private IReadOnlyList<SourceValue>? _children;

    public ValueKind Kind { get; init; }

    /// <summary>The value of a scalar.</summary>
    public Value Scalar { get; init; }

    /// <summary>Where the key begins; -1 without one.</summary>
    public int KeyOffset { get; init; } = -1;

    /// <summary>The key under which it stands in an object; null elsewhere.</summary>
    public string? Key => key;

    /// <summary>The members of an object or the items of a list, in order.</summary>
    public IReadOnlyList<SourceValue> Children
    {
        get => _children ?? NoItems;
        set => _children = value;
    }

    public bool IsObject => Kind == ValueKind.Object;

    public bool IsList => Kind == ValueKind.List;

    public bool IsString => Kind == ValueKind.String;

    public string Text => Scalar.AsString;

    public Place Place => document.PlaceOf(this, offset);

    /// <summary>Where the key begins; for diagnostics about the key rather than about what stands behind it.</summary>
    public Place KeyPlace => document.PlaceOf(this, KeyOffset < 0 ? offset : KeyOffset);

    public SourceValue? this[string name]
    {
        get
        {
            foreach (var child in Children)
            {
                if (child.Key == name)
                {
                    return child;
                }
            }

            return null;
        }
    }

    /// <summary>The items of a list; of anything else itself.</summary>
    public IEnumerable<SourceValue> OneOrMany() => IsList ? Children : [this];

    public Value ToValue()
    {
        switch (Kind)
        {
            case ValueKind.Object:
                var builder = new ObjectBuilder(Children.Count);
                foreach (var member in Children)
                {
                    builder.Set(member.Key!, member.ToValue());
                }

                return builder.Build();
            case ValueKind.List:
                return ListValue.Owning([.. Children.Select(c => c.ToValue())]);
            default:
                return Scalar;
        }
    }

    /// <summary>How a message names what kind of value this is.</summary>
    public string Describe() => Kind switch
    {
        ValueKind.Null => "null",
        ValueKind.Bool => "a boolean",
        ValueKind.Int or ValueKind.Double => "a number",
        ValueKind.String => "a string",
        ValueKind.List => "a list",
        _ => "an object",
    };

    /// <summary>The value at a JSON pointer below this one; where the pointer leads nowhere, the last value on its way.</summary>
    public SourceValue At(string pointer)
    {
        var at = this;
        foreach (var step in pointer.Split('/').Skip(1))
        {
            var next = at.Children.FirstOrDefault(c => c.Step == step);
            if (next is null)
            {
                break;
            }

            at = next;
        }

        return at;
    }

    /// <summary>The JSON pointer (RFC 6901) of this value.</summary>
    public string Pointer()
    {
        if (parent is null)
        {
            return "";
        }

        var steps = new Stack<string>();
        for (var at = this; at.Up is { } up; at = up)
        {
            steps.Push(at.Step);
        }

        var text = new StringBuilder();
        foreach (var step in steps)
        {
            text.Append('/').Append(step);
        }

        return text.ToString();
    }

    /// <summary>About how long the pointer is; for asking before it is made.</summary>
    public long PointerLength()
    {
        var length = 0L;
        for (var at = this; at.Up is { } up; at = up)
        {
            length += (at.Key?.Length ?? 4) + 1;
        }

        return length;
    }

    private SourceValue? Up => parent;

    private string Step => key is null
        ? index.ToString(System.Globalization.CultureInfo.InvariantCulture)
        : key.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);
}
