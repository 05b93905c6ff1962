using System.Collections.Immutable;
using Stator.Statecharts.Data;

namespace Stator.Statecharts.Parsing;

/// <summary>What the parsers of one document share: diagnostics, the nodes found so far, and the small questions all of them ask.</summary>
internal sealed class ParseScope
{
    private readonly Diagnostics _diagnostics;
    private int _hints;

    public ParseScope(ParseOptions options, Diagnostics diagnostics, SourceValue root)
    {
        Options = options;
        _diagnostics = diagnostics;
        Templates = new(this, root["@exprLang"]);
        Delays = new(this, root["delays"]);
        Guards = new(this, root["guards"]);
        Actions = new(this, root["actions"]);
        Transitions = new(this);
    }

    public ParseOptions Options { get; }

    public TemplateParser Templates { get; }

    public DelayParser Delays { get; }

    public GuardParser Guards { get; }

    public ActionParser Actions { get; }

    public TransitionParser Transitions { get; }

    /// <summary>All nodes, in document order.</summary>
    public List<StateNode> Nodes { get; } = [];

    public Dictionary<string, StateNode> ById { get; } = new(StringComparer.Ordinal);

    public int TransitionCount { get; set; }

    /// <summary>Expressions, with where they stand and what they may see; looked at again once all is known.</summary>
    public List<PlacedExpression> Expressions { get; } = [];

    public void Error(string code, Place place, string message, string remedy) => _diagnostics.Error(code, place, message, remedy);

    public void Warning(string code, Place place, string message, string remedy) => _diagnostics.Warning(code, place, message, remedy);

    /// <summary>Whether one more error would only be counted.</summary>
    public bool IsFull => _diagnostics.IsFull;

    /// <summary>"Did you mean …?"; nothing once there are so many that nobody would read it, as each looks at all that is known.</summary>
    public string Hint(string written, IEnumerable<string> known) => _hints++ < 2 * Options.MaxDiagnostics ? NearestName.Hint(written, known) : "";

    /// <summary>Whether the value is an object; otherwise says so.</summary>
    public bool RequireObject(SourceValue value, string what, string remedy = "Write it in braces: { … }.")
    {
        if (!value.IsObject)
        {
            Error(DiagnosticCode.WrongType, value.Place, $"{what} must be an object, but this is {value.Describe()}", remedy);
        }

        return value.IsObject;
    }

    /// <summary>The text of a member that must be there; null, and a diagnostic, where it is not.</summary>
    /// <param name="owner">The object.</param>
    /// <param name="key">The member's key.</param>
    /// <param name="what">What the object is, for the message.</param>
    public string? RequiredText(SourceValue owner, string key, string what)
    {
        if (owner[key] is not null)
        {
            return Text(owner, key);
        }

        Error(DiagnosticCode.MissingKey, owner.Place, $"'{key}' is missing on {what}", $"Add \"{key}\": \"…\".");
        return null;
    }

    /// <summary>The text of a member that must be a non-empty string if it is there; else null, and a diagnostic where it is something else.</summary>
    public string? Text(SourceValue owner, string key)
    {
        if (owner[key] is not { } value)
        {
            return null;
        }

        if (!value.IsString || value.Text.Length == 0)
        {
            Error(DiagnosticCode.WrongType, value.Place, $"'{key}' must be a non-empty string, but this is {(value.IsString ? "empty" : value.Describe())}", "Write it in quotes.");
            return null;
        }

        return value.Text;
    }

    /// <summary>The author's words, which may be empty.</summary>
    public string? Description(SourceValue owner)
    {
        if (owner["description"] is not { } value)
        {
            return null;
        }

        if (!value.IsString)
        {
            Error(DiagnosticCode.WrongType, value.Place, $"'description' must be a string, but this is {value.Describe()}", "Write it in quotes.");
            return null;
        }

        return value.Text;
    }

    /// <summary>What the maps define is complete in itself; params given to it would be lost without a word.</summary>
    public void RejectParams(SourceValue? arguments, string name, string map)
    {
        if (arguments is not null)
        {
            Warning(
                DiagnosticCode.UselessKey, arguments.KeyPlace, $"'params' of '{name}' are never read: it is defined under '{map}', where nothing can refer to them",
                "Leave them out, or write the values where they are used.");
        }
    }

    public bool Flag(SourceValue owner, string key)
    {
        if (owner[key] is not { } value)
        {
            return false;
        }

        if (value.Kind != ValueKind.Bool)
        {
            Error(DiagnosticCode.WrongType, value.Place, $"'{key}' must be true or false, but this is {value.Describe()}", "Write true or false, without quotes.");
        }

        return value.Scalar.IsTrue;
    }

    /// <summary>Whole milliseconds or an ISO 8601 duration; null where the key is missing or wrong.</summary>
    public long? DurationMs(SourceValue owner, string key)
    {
        if (owner[key] is not { } value)
        {
            return null;
        }

        if (value.Kind == ValueKind.Int && value.Scalar.AsInt >= 0)
        {
            return value.Scalar.AsInt;
        }

        if (value.IsString && IsoDuration.TryParse(value.Text, out var ms))
        {
            return ms;
        }

        Error(DiagnosticCode.BadDelay, value.Place, $"'{key}' is no duration", "Write whole milliseconds (500) or an ISO 8601 duration (\"PT30S\").");
        return null;
    }

    public ImmutableArray<string> Tags(SourceValue? value)
    {
        var strings = ImmutableArray.CreateBuilder<string>();
        foreach (var item in value?.OneOrMany() ?? [])
        {
            if (item.IsString)
            {
                strings.Add(item.Text);
            }
            else
            {
                Error(DiagnosticCode.WrongType, item.Place, $"a tag must be a string, but this is {item.Describe()}", "Write it in quotes.");
            }
        }

        return strings.ToImmutable();
    }

    public string Version(SourceValue root) => root["version"] switch
    {
        null => "1",
        { IsString: true, Text.Length: > 0 } text => text.Text,
        { Kind: ValueKind.Int } number => number.Scalar.ToString(),
        var other => WrongVersion(other),
    };

    private string WrongVersion(SourceValue value)
    {
        Error(DiagnosticCode.WrongType, value.Place, $"'version' must be a string, but this is {value.Describe()}", "Write \"version\": \"1\".");
        return "1";
    }
}

/// <summary>An expression and where it stands.</summary>
internal readonly record struct PlacedExpression(Expressions.Expression Expression, Place Place, bool SeesContext);
