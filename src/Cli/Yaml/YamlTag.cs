using Stator.Statecharts.Data;

namespace Stator.Cli.Yaml;

/// <summary>What a scalar with quotes or a tag stands for.</summary>
internal static class YamlTag
{
    private const string Prefix = "tag:yaml.org,2002:";

    /// <summary>Null where the tag is unknown, or the text does not fit it.</summary>
    public static Value? Resolve(string tag, string text)
    {
        var name = tag.StartsWith(Prefix, StringComparison.Ordinal) ? tag[Prefix.Length..] : tag;
        if (name is "" or "!" or "str")
        {
            return text;
        }

        return (name, YamlScalar.Resolve(text)) switch
        {
            ("null", { IsNull: true } value) => value,
            ("bool", { IsBool: true } value) => value,
            ("int", { IsInt: true } value) => value,
            ("float", { IsDouble: true } value) => value,
            ("float", { IsInt: true } value) => value.AsDouble,
            _ => (Value?)null,
        };
    }
}
