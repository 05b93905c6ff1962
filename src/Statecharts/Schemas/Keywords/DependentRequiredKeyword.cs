using System.Collections.Immutable;
using Stator.Statecharts.Data;

namespace Stator.Statecharts.Schemas.Keywords;

/// <summary><c>dependentRequired</c>: properties an object must have when it has a certain other one.</summary>
internal sealed class DependentRequiredKeyword(ImmutableArray<(string Name, ImmutableArray<string> Required)> dependencies) : SchemaKeyword
{
    public static DependentRequiredKeyword? Read(SchemaSource source)
    {
        if (source.Object("dependentRequired") is not { } map)
        {
            return null;
        }

        var dependencies = ImmutableArray.CreateBuilder<(string, ImmutableArray<string>)>(map.Count);
        foreach (var (name, required) in map)
        {
            if (required.Kind == ValueKind.List && required.AsList.All(item => item.Kind == ValueKind.String))
            {
                dependencies.Add((name, [.. required.AsList.Select(item => item.AsString)]));
                continue;
            }

            source.Compiler.Report(
                SchemaPointer.Append(source.Place("dependentRequired"), name),
                $"What depends on {SchemaWords.Quote(name)} must be a list of strings, but is {SchemaWords.Quote(required)}.",
                "Write a list of property names.");
        }

        return new(dependencies.ToImmutable());
    }

    public override void Check(Value value, SchemaCheck check)
    {
        if (value.Kind != ValueKind.Object)
        {
            return;
        }

        var properties = value.AsObject;
        foreach (var (name, required) in dependencies.Where(dependency => properties.TryGet(dependency.Name, out _)))
        {
            foreach (var missing in required.Where(other => !properties.TryGet(other, out _)))
            {
                check.Report(
                    $"must have the property {SchemaWords.Quote(missing)} because it has {SchemaWords.Quote(name)}, but is {SchemaWords.Describe(value)}");
            }
        }
    }
}
