using System.Collections.Immutable;
using Stator.Statecharts;
using Stator.Statecharts.Parsing;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Stator.Cli.Yaml;

/// <summary>Collects what is wrong with one YAML text; any of it makes the text unusable.</summary>
internal sealed class YamlProblems
{
    private readonly List<Diagnostic> _all = [];

    public bool Any => _all.Count > 0;

    public static Place PlaceOf(string pointer, ParsingEvent at) => new(pointer, (int)at.Start.Line, (int)at.Start.Column);

    public static string Plain(string message) => message.TrimEnd('.').ReplaceLineEndings(" ");

    public void Report(string code, Place place, string message, string remedy)
    {
        if (_all.Count < ParseOptions.Default.MaxDiagnostics)
        {
            _all.Add(new(code, DiagnosticSeverity.Error, message, remedy, place));
        }
    }

    /// <param name="key">The key.</param>
    /// <param name="pointer">What it names.</param>
    /// <param name="seen">The keys before it in the same object; it is added.</param>
    public void CheckKey(Scalar key, string pointer, HashSet<string> seen)
    {
        if (!seen.Add(key.Value))
        {
            Report(
                DiagnosticCode.DuplicateKey, PlaceOf(pointer, key), $"the key '{key.Value}' stands twice in one object",
                "Remove one of the two; nobody can tell which was meant.");
        }
        else if (key is { Value: "<<", Style: ScalarStyle.Plain })
        {
            Report(DiagnosticCode.NotJson, PlaceOf(pointer, key), "the merge key '<<' is not YAML 1.2", "Write the members out, or give the whole value by an alias.");
        }
    }

    /// <summary>An escape may yield half of a surrogate pair.</summary>
    public void CheckText(Scalar scalar, string pointer)
    {
        for (var i = 0; i < scalar.Value.Length; i++)
        {
            if (char.IsSurrogatePair(scalar.Value, i))
            {
                i++;
            }
            else if (char.IsSurrogate(scalar.Value[i]))
            {
                Report(DiagnosticCode.BadScalar, PlaceOf(pointer, scalar), "a string holds half of a surrogate pair, which is no Unicode text", "Write the whole character, or both halves of the pair.");
                return;
            }
        }
    }

    public ImmutableArray<Diagnostic> ToImmutable() => [.. _all];
}

/// <summary>A text goes beyond a limit; nothing more of it is read.</summary>
internal sealed class YamlLimitException(string code, string message, string remedy) : Exception(message)
{
    public string Code => code;

    public string Remedy => remedy;
}
