using System.Text;
using Stator.Statecharts;
using Stator.Statecharts.Data;
using Stator.Statecharts.Parsing;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Stator.Cli.Yaml;

/// <summary>
/// Reads YAML 1.2 (core schema) as JSON: keys are strings, an alias is a copy. Within the limits of machine documents, whatever is
/// wrong with the text is a diagnostic with its line.
/// </summary>
internal sealed class YamlReader
{
    /// <summary>More than any machine has. Aliases of aliases could otherwise grow without bound.</summary>
    private const int MaxNodes = 500_000;

    private readonly Parser _parser;
    private readonly List<Diagnostic> _diagnostics = [];
    private readonly Dictionary<string, Place> _places = [];
    private readonly Dictionary<string, (Value Value, int Nodes)> _anchors = [];
    private int _nodes;

    private YamlReader(string text) => _parser = new(new StringReader(text));

    public static YamlDocument Read(ReadOnlyMemory<byte> utf8)
    {
        if (utf8.Length > ParseOptions.Default.MaxBytes)
        {
            return Refused(
                DiagnosticCode.TooLarge, $"the document has {utf8.Length} bytes, the limit is {ParseOptions.Default.MaxBytes}", "Split the machine into child machines.");
        }

        try
        {
            var text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(utf8.Span);
            return new YamlReader(text.StartsWith('\uFEFF') ? text[1..] : text).ReadDocument();
        }
        catch (DecoderFallbackException)
        {
            return Refused(DiagnosticCode.BadScalar, "the text is not UTF-8", "Save the file as UTF-8.");
        }
    }

    private static YamlDocument Refused(string code, string message, string remedy) =>
        new(null, [new(code, DiagnosticSeverity.Error, message, remedy, new("", 1, 1))], new Dictionary<string, Place>());

    private YamlDocument ReadDocument()
    {
        Value value = default;
        try
        {
            _parser.Consume<StreamStart>();
            if (_parser.Accept<StreamEnd>(out _))
            {
                Report(DiagnosticCode.NotJson, new("", 1, 1), "the document is empty", "Write a machine: id, initial, states.");
            }
            else
            {
                _parser.Consume<DocumentStart>();
                value = ReadNode("", 1, out _);
                _parser.Consume<DocumentEnd>();
                if (!_parser.Accept<StreamEnd>(out var next))
                {
                    Report(DiagnosticCode.NotJson, Place("", next ?? _parser.Current!), "a second document begins here", "Put each machine into a file of its own.");
                }
            }
        }
        catch (YamlException e)
        {
            Report(
                DiagnosticCode.NotJson, new("", (int)e.Start.Line, (int)e.Start.Column), "the text is not YAML: " + Plain(e.Message),
                "Mend the text at that place; indent with spaces and quote text that begins with a sign.");
        }
        catch (LimitException e)
        {
            Report(e.Code, Place("", _parser.Current!), e.Message, e.Remedy);
        }

        var isUsable = !_diagnostics.Exists(d => d.Severity == DiagnosticSeverity.Error);
        return new(isUsable ? value : (Value?)null, [.. _diagnostics], _places);
    }

    /// <summary>Reads the node the parser stands before.</summary>
    private Value ReadNode(string pointer, int depth, out int nodes)
    {
        var before = _nodes;
        Count(1);
        if (depth > ParseOptions.Default.MaxDepth)
        {
            throw new LimitException(
                DiagnosticCode.TooDeep, $"the document nests deeper than {ParseOptions.Default.MaxDepth} levels", "Flatten the chart, or split it into child machines.");
        }

        var start = _parser.Consume<ParsingEvent>();
        _places.TryAdd(pointer, Place(pointer, start));
        var value = start switch
        {
            Scalar scalar => ReadScalar(scalar, pointer),
            SequenceStart => ReadList(pointer, depth),
            MappingStart => ReadObject(pointer, depth),
            AnchorAlias alias => Copy(alias, pointer),
            _ => throw new InvalidOperationException($"A node cannot begin with {start.GetType().Name}."),
        };
        nodes = _nodes - before;
        if (start is NodeEvent { Anchor.IsEmpty: false } anchored)
        {
            _anchors[anchored.Anchor.Value] = (value, nodes);
        }

        return value;
    }

    private Value ReadList(string pointer, int depth)
    {
        var items = new List<Value>();
        while (!_parser.TryConsume<SequenceEnd>(out _))
        {
            items.Add(ReadNode($"{pointer}/{items.Count}", depth + 1, out _));
        }

        return ListValue.Of([.. items]);
    }

    private Value ReadObject(string pointer, int depth)
    {
        var members = new List<(string, Value)>();
        var keys = new HashSet<string>(StringComparer.Ordinal);
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            if (!_parser.TryConsume<Scalar>(out var key))
            {
                throw new YamlException(_parser.Current!.Start, _parser.Current.End, "a key must be text");
            }

            var inner = $"{pointer}/{key.Value.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}";
            CheckKey(key, inner, keys);
            if (_parser.Accept<MappingStart>(out var mapping) && mapping.Style != MappingStyle.Flow)
            {
                // What begins a line below its key is looked for at the key.
                _places.TryAdd(inner, Place(inner, key));
            }

            members.Add((key.Value, ReadNode(inner, depth + 1, out _)));
        }

        return ObjectValue.Of([.. members]);
    }

    private void CheckKey(Scalar key, string pointer, HashSet<string> keys)
    {
        if (!keys.Add(key.Value))
        {
            Report(
                DiagnosticCode.DuplicateKey, Place(pointer, key), $"the key '{key.Value}' stands twice in one object",
                "Remove one of the two; nobody can tell which was meant.");
        }
        else if (key is { Value: "<<", Style: ScalarStyle.Plain })
        {
            Report(DiagnosticCode.NotJson, Place(pointer, key), "the merge key '<<' is not YAML 1.2", "Write the members out, or give the whole value by an alias.");
        }
    }

    private Value ReadScalar(Scalar scalar, string pointer)
    {
        CheckText(scalar, pointer);
        var tag = scalar.Tag.IsEmpty ? "" : scalar.Tag.Value;
        var resolved = tag is "" && scalar.IsPlainImplicit ? YamlScalar.Resolve(scalar.Value) : YamlTag.Resolve(tag, scalar.Value);
        if (resolved is { } value)
        {
            return value;
        }

        Report(
            DiagnosticCode.BadScalar, Place(pointer, scalar), $"'{scalar.Value}'{(tag.Length > 0 ? $" with the tag '{tag}'" : "")} is no value that JSON has",
            "Write a finite number, or quote it where text was meant.");
        return default;
    }

    private void CheckText(Scalar scalar, string pointer)
    {
        for (var i = 0; i < scalar.Value.Length; i++)
        {
            if (char.IsSurrogatePair(scalar.Value, i))
            {
                i++;
            }
            else if (char.IsSurrogate(scalar.Value[i]))
            {
                Report(DiagnosticCode.BadScalar, Place(pointer, scalar), "a string holds half of a surrogate pair, which is no Unicode text", "Write the whole character, or both halves of the pair.");
                return;
            }
        }
    }

    private Value Copy(AnchorAlias alias, string pointer)
    {
        if (!_anchors.TryGetValue(alias.Value.Value, out var anchored))
        {
            Report(
                DiagnosticCode.NotJson, Place(pointer, alias), $"the alias '*{alias.Value.Value}' names no anchor that is complete before it",
                $"Write '&{alias.Value.Value}' before the value that is meant; a value cannot contain itself.");
            return default;
        }

        Count(anchored.Nodes);
        return anchored.Value;
    }

    private void Count(int nodes)
    {
        _nodes += nodes;
        if (_nodes > MaxNodes)
        {
            throw new LimitException(DiagnosticCode.TooLarge, $"the document has more than {MaxNodes} values, aliases written out", "Split the machine into child machines, or use fewer aliases.");
        }
    }

    private static Place Place(string pointer, ParsingEvent at) => new(pointer, (int)at.Start.Line, (int)at.Start.Column);

    private void Report(string code, Place place, string message, string remedy)
    {
        if (_diagnostics.Count < ParseOptions.Default.MaxDiagnostics)
        {
            _diagnostics.Add(new(code, DiagnosticSeverity.Error, message, remedy, place));
        }
    }

    private static string Plain(string message) => message.TrimEnd('.').ReplaceLineEndings(" ");

    private sealed class LimitException(string code, string message, string remedy) : Exception(message)
    {
        public string Code => code;

        public string Remedy => remedy;
    }
}
