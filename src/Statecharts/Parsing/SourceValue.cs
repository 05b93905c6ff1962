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

    public Place Place => document.PlaceOf(Pointer(), offset);

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
        ValueKind.Bool => "a bool",
        ValueKind.Int or ValueKind.Double => "a number",
        ValueKind.String => "a string",
        ValueKind.List => "a list",
        _ => "an object",
    };

    private string Pointer()
    {
        if (parent is null)
        {
            return "";
        }

        var steps = new Stack<string>();
        SourceValue at = this;
        while (at.Up is { } up)
        {
            steps.Push(at.Step);
            at = up;
        }

        var text = new StringBuilder();
        foreach (var step in steps)
        {
            text.Append('/').Append(step);
        }

        return text.ToString();
    }

    private SourceValue? Up => parent;

    private string Step => key is null
        ? index.ToString(System.Globalization.CultureInfo.InvariantCulture)
        : key.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);
}
