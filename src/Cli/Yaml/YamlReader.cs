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

    private readonly GuardedParser _parser;
    private readonly YamlProblems _problems = new();
    private readonly Dictionary<string, Place> _places = [];
    private readonly Dictionary<string, (Value Value, int Nodes)> _anchors = [];
    private int _nodes;

    private YamlReader(string text) => _parser = new(text);

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
                _problems.Report(DiagnosticCode.NotJson, new("", 1, 1), "the document is empty", "Write a machine: id, initial, states.");
            }
            else
            {
                _parser.Consume<DocumentStart>();
                value = ReadNode("", 1, out _);
                _parser.Consume<DocumentEnd>();
                if (!_parser.Accept<StreamEnd>(out var next))
                {
                    _problems.Report(DiagnosticCode.NotJson, YamlProblems.PlaceOf("", next ?? _parser.Current!), "a second document begins here", "Put each machine into a file of its own.");
                }
            }
        }
        catch (YamlException e)
        {
            _problems.Report(
                DiagnosticCode.NotJson, new("", (int)e.Start.Line, (int)e.Start.Column), "the text is not YAML: " + YamlProblems.Plain(e.Message),
                "Mend the text at that place; indent with spaces and quote text that begins with a sign.");
        }
        catch (YamlLimitException e)
        {
            _problems.Report(e.Code, YamlProblems.PlaceOf("", _parser.Current!), e.Message, e.Remedy);
        }

        return new(_problems.Any ? (Value?)null : value, _problems.ToImmutable(), _places);
    }

    /// <summary>Reads the node the parser stands before.</summary>
    private Value ReadNode(string pointer, int depth, out int nodes)
    {
        var before = _nodes;
        Count(1);
        if (depth > ParseOptions.Default.MaxDepth)
        {
            throw new YamlLimitException(
                DiagnosticCode.TooDeep, $"the document nests deeper than {ParseOptions.Default.MaxDepth} levels", "Flatten the chart, or split it into child machines.");
        }

        var start = _parser.Consume<ParsingEvent>();
        _places.TryAdd(pointer, YamlProblems.PlaceOf(pointer, start));
        var value = start switch
        {
            Scalar scalar => ReadScalar(scalar, pointer),
            SequenceStart => ReadList(pointer, depth),
            MappingStart => ReadObject(pointer, depth),
            AnchorAlias alias => Copy(alias, pointer),
            _ => throw new YamlException(start.Start, start.End, "a value is missing here"),
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
            _problems.CheckKey(key, inner, keys);
            if (_parser.Accept<MappingStart>(out var mapping) && mapping.Style != MappingStyle.Flow)
            {
                // What begins a line below its key is looked for at the key.
                _places.TryAdd(inner, YamlProblems.PlaceOf(inner, key));
            }

            members.Add((key.Value, ReadNode(inner, depth + 1, out _)));
        }

        return ObjectValue.Of([.. members]);
    }

    private Value ReadScalar(Scalar scalar, string pointer)
    {
        _problems.CheckText(scalar, pointer);
        var tag = scalar.Tag.IsEmpty ? "" : scalar.Tag.Value;
        var resolved = tag is "" && scalar.IsPlainImplicit ? YamlScalar.Resolve(scalar.Value) : YamlTag.Resolve(tag, scalar.Value);
        if (resolved is { } value)
        {
            return value;
        }

        _problems.Report(
            DiagnosticCode.BadScalar, YamlProblems.PlaceOf(pointer, scalar), $"'{scalar.Value}'{(tag.Length > 0 ? $" with the tag '{tag}'" : "")} is no value that JSON has",
            "Write a finite number, or quote it where text was meant.");
        return default;
    }

    private Value Copy(AnchorAlias alias, string pointer)
    {
        if (!_anchors.TryGetValue(alias.Value.Value, out var anchored))
        {
            _problems.Report(
                DiagnosticCode.NotJson, YamlProblems.PlaceOf(pointer, alias), $"the alias '*{alias.Value.Value}' names no anchor that is complete before it",
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
            throw new YamlLimitException(DiagnosticCode.TooLarge, $"the document has more than {MaxNodes} values, aliases written out", "Split the machine into child machines, or use fewer aliases.");
        }
    }
}
