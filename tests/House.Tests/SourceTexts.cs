using System.Text.RegularExpressions;

namespace Stator.House.Tests;

/// <summary>What must not stand in a source. The expressions do not match themselves.</summary>
internal static partial class SourceTexts
{
    public static IEnumerable<string> Broken(SourceFile file)
    {
        var isTest = file.Path.StartsWith("tests/", StringComparison.Ordinal);
        var isProduct = file.Path.StartsWith("src/", StringComparison.Ordinal);
        return
        [
            .. isTest ? Find(file, Sleep(), "a test must not wait for the clock; drive the time, or await what it waits for") : [],
            .. isProduct ? Find(file, EmptyCatch(), "an exception must not be swallowed; handle it, report it or let it pass") : [],
            .. Find(file, NotImplemented(), "finish it, or leave it out"),
            .. Find(file, Skipped(), "a test must not be skipped; repair it, or delete it"),
        ];
    }

    private static IEnumerable<string> Find(SourceFile file, Regex text, string remedy) =>
        text.Matches(file.Text).Select(match => $"{file.Path}:{file.LineOf(match.Index)}: \"{match.Value.ReplaceLineEndings(" ")}\": {remedy}.");

    [GeneratedRegex(@"\bThread\s*\.\s*Sleep\b|\bTask\s*\.\s*Delay\s*\(")]
    private static partial Regex Sleep();

    [GeneratedRegex(@"\bcatch\s*(\([^()]*\)\s*)?(when\s*\([^{}]*\)\s*)?\{\s*\}")]
    private static partial Regex EmptyCatch();

    [GeneratedRegex(@"\bNotImplemented[E]xception\b")]
    private static partial Regex NotImplemented();

    [GeneratedRegex(@"\bSkip\s*=\s*[@$]*""")]
    private static partial Regex Skipped();
}
