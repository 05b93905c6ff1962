using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Stator.Statecharts.Data;

namespace Stator.Statecharts.Schemas;

/// <summary>One check of one value: where it stands, what it has found, and the limits that end it.</summary>
/// <remarks>
/// A limit of depth or work ends the whole check and is a violation of its own. It must not count as a mere misfit of the alternative
/// in which it was hit: <c>not</c> would turn it into a fit.
/// </remarks>
internal sealed class SchemaCheck
{
    public const int MaxViolations = 20;

    /// <summary>Schemas within schemas, references included. Parsed JSON nests 128 deep, at a few schemas a level.</summary>
    public const int MaxDepth = 512;

    /// <summary>Applications of a schema to a value: <c>anyOf</c> in a recursive schema multiplies them with every level.</summary>
    public const int MaxApplications = 1_000_000;

    private readonly List<(string? Key, int Index)> _path = [];
    private List<SchemaViolation>? _found;
    private int _wanted = MaxViolations;
    private SchemaViolation? _limitHit;
    private int _depth;
    private int _applications;

    public ImmutableArray<SchemaViolation> Violations =>
        (_found, _limitHit) switch
        {
            (null, null) => [],
            (_, null) => [.. _found!],
            _ => [.. _found ?? [], _limitHit.Value],
        };

    /// <summary>Whether further violations would be of no use.</summary>
    public bool IsFinished => _limitHit is not null || _found?.Count >= _wanted;

    public void Apply(SchemaNode node, Value value)
    {
        if (IsFinished || IsBeyondLimits())
        {
            return;
        }

        value = SchemaWords.AsJson(value);
        if (node.RefusesAll)
        {
            Report($"must not be present, but is {SchemaWords.Describe(value)}");
            return;
        }

        _depth++;
        foreach (var keyword in node.Keywords)
        {
            if (IsFinished)
            {
                break;
            }

            keyword.Check(value, this);
        }

        _depth--;
    }

    public void ApplyToMember(SchemaNode node, string key, Value member)
    {
        _path.Add((key, 0));
        Apply(node, member);
        _path.RemoveAt(_path.Count - 1);
    }

    public void ApplyToItem(SchemaNode node, int index, Value item)
    {
        _path.Add((null, index));
        Apply(node, item);
        _path.RemoveAt(_path.Count - 1);
    }

    /// <summary>Why the value does not fit, without reporting it; null when it fits (or when a limit has ended the check).</summary>
    public SchemaViolation? Probe(SchemaNode node, Value value)
    {
        var (found, wanted) = (_found, _wanted);
        (_found, _wanted) = (null, 1);
        Apply(node, value);
        SchemaViolation? first = _found is [var violation, ..] ? violation : null;
        (_found, _wanted) = (found, wanted);
        return first;
    }

    public bool Fits(SchemaNode node, Value value) => Probe(node, value) is null;

    public void Report(string message)
    {
        if (!IsFinished)
        {
            (_found ??= []).Add(new(CurrentPointer(), message));
        }
    }

    public void ReportAtMember(string key, string message)
    {
        _path.Add((key, 0));
        Report(message);
        _path.RemoveAt(_path.Count - 1);
    }

    public string CurrentPointer()
    {
        var pointer = new StringBuilder();
        foreach (var (key, index) in _path)
        {
            pointer.Append('/').Append(key is null ? index.ToString(CultureInfo.InvariantCulture) : SchemaPointer.Escape(key));
        }

        return pointer.ToString();
    }

    private bool IsBeyondLimits()
    {
        _applications++;
        if (_depth < MaxDepth && _applications <= MaxApplications)
        {
            return false;
        }

        _limitHit = new(CurrentPointer(), _depth >= MaxDepth
            ? $"must be checked within {MaxDepth} nested schemas, but needs more"
            : $"must be checked within {MaxApplications} applications of a schema, but needs more");
        return true;
    }
}
