using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Stator.Statecharts.Data;

namespace Stator.Statecharts.Schemas.Keywords;

/// <summary>
/// <c>properties</c>, <c>patternProperties</c> and <c>additionalProperties</c>: the last concerns only what the first two leave over.
/// </summary>
internal sealed class PropertiesKeyword(
    ImmutableDictionary<string, SchemaNode> named,
    ImmutableArray<(Regex Regex, SchemaNode Node)> patterns,
    SchemaNode? additional) : SchemaKeyword
{
    public static PropertiesKeyword? Read(SchemaSource source)
    {
        var named = source.SchemaMap("properties").ToImmutableDictionary(member => member.Name, member => member.Node, StringComparer.Ordinal);
        var patterns = ImmutableArray.CreateBuilder<(Regex, SchemaNode)>();
        foreach (var (pattern, node) in source.SchemaMap("patternProperties"))
        {
            if (SchemaPattern.Read(source.Compiler, SchemaPointer.Append(source.Place("patternProperties"), pattern), pattern) is { } regex)
            {
                patterns.Add((regex, node));
            }
        }

        var additional = source.Schema("additionalProperties");
        return named.IsEmpty && patterns.Count == 0 && additional is null ? null : new(named, patterns.ToImmutable(), additional);
    }

    public override void Check(Value value, SchemaCheck check)
    {
        if (value.Kind != ValueKind.Object)
        {
            return;
        }

        foreach (var (name, member) in value.AsObject)
        {
            if (check.IsFinished)
            {
                return;
            }

            Check(name, member, check);
        }
    }

    private void Check(string name, Value member, SchemaCheck check)
    {
        var isKnown = named.TryGetValue(name, out var node);
        if (isKnown)
        {
            check.ApplyToMember(node!, name, member);
        }

        foreach (var (regex, patternNode) in patterns)
        {
            if (regex.IsMatch(name))
            {
                isKnown = true;
                check.ApplyToMember(patternNode, name, member);
            }
        }

        if (isKnown || additional is null)
        {
            return;
        }

        if (additional.RefusesAll)
        {
            check.ReportAtMember(name, $"must not be present, but is {SchemaWords.Describe(member)}{Advice(name)}");
            return;
        }

        check.ApplyToMember(additional, name, member);
    }

    private string Advice(string name)
    {
        if (NearestName.Of(name, named.Keys) is { } near)
        {
            return $"; did you mean {SchemaWords.Quote(near)}?";
        }

        return named.IsEmpty ? "" : $"; the known properties are {SchemaWords.Names(named.Keys.Order(StringComparer.Ordinal), "and")}";
    }
}
