using System.Text.RegularExpressions;

namespace Stator.Samples.Tests.Support;

/// <summary>A document whose <c>console</c> blocks hold commands, each behind <c>$</c>, and below it what it says.</summary>
internal sealed partial class ConsoleDocument
{
    private readonly string _text;

    public ConsoleDocument(string text)
    {
        _text = text;
        Commands =
        [
            .. Block().Matches(text).SelectMany(block => Line().Matches(block.Groups["lines"].Value))
                .Select(line => new Command(line.Groups["line"].Value, line.Groups["output"].Value)),
        ];
    }

    /// <summary>A command, and what the document says that it says.</summary>
    internal sealed record Command(string Line, string Output);

    /// <summary>All commands, in their order.</summary>
    public IReadOnlyList<Command> Commands { get; }

    /// <summary>The document with other outputs, in the order of the commands.</summary>
    public string With(IEnumerable<string> outputs)
    {
        var next = new Queue<string>(outputs);
        return Block().Replace(_text, block => $"```console\n{Line().Replace(block.Groups["lines"].Value, line => $"$ {line.Groups["line"].Value}\n{next.Dequeue()}")}```");
    }

    [GeneratedRegex("```console\n(?<lines>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex(@"^\$ (?<line>[^\n]*)\n(?<output>(?:(?!\$ )[^\n]*\n)*)", RegexOptions.Multiline)]
    private static partial Regex Line();
}
