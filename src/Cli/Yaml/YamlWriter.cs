using Stator.Statecharts.Data;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Stator.Cli.Yaml;

/// <summary>Writes a JSON value as YAML that reads back as the same value: the same types, the same order of keys.</summary>
internal static class YamlWriter
{
    private static readonly EmitterSettings Settings =
        new EmitterSettings(bestIndent: 2, bestWidth: int.MaxValue, isCanonical: false, maxSimpleKeyLength: 1024).WithIndentedSequences();

    public static string Write(Value value)
    {
        using var text = new StringWriter { NewLine = "\n" };
        var emitter = new Emitter(text, Settings);
        emitter.Emit(new StreamStart());
        emitter.Emit(new DocumentStart(null, null, isImplicit: true));
        Write(emitter, value);
        emitter.Emit(new DocumentEnd(isImplicit: true));
        emitter.Emit(new StreamEnd());
        return text.ToString();
    }

    private static void Write(Emitter emitter, Value value)
    {
        switch (value.Kind)
        {
            case ValueKind.Object:
                emitter.Emit(new MappingStart(AnchorName.Empty, TagName.Empty, isImplicit: true, value.AsObject.Count == 0 ? MappingStyle.Flow : MappingStyle.Block));
                foreach (var (key, member) in value.AsObject)
                {
                    WriteText(emitter, key, IsPlainKey(key) ? ScalarStyle.Plain : QuotedStyle(key));
                    Write(emitter, member);
                }

                emitter.Emit(new MappingEnd());
                break;
            case ValueKind.List:
                emitter.Emit(new SequenceStart(AnchorName.Empty, TagName.Empty, isImplicit: true, value.AsList.Count == 0 ? SequenceStyle.Flow : SequenceStyle.Block));
                foreach (var item in value.AsList)
                {
                    Write(emitter, item);
                }

                emitter.Emit(new SequenceEnd());
                break;
            case ValueKind.String:
                WriteText(emitter, value.AsString, StyleOf(value.AsString));
                break;
            default:
                WriteText(emitter, value.ToString(), ScalarStyle.Plain);
                break;
        }
    }

    private static void WriteText(Emitter emitter, string text, ScalarStyle style) =>
        emitter.Emit(new Scalar(AnchorName.Empty, TagName.Empty, text, style, isPlainImplicit: true, isQuotedImplicit: true));

    private static ScalarStyle StyleOf(string text) =>
        IsBlock(text) ? ScalarStyle.Literal
        : IsPrintable(text) && YamlScalar.IsTextWhenPlain(text) ? ScalarStyle.Plain
        : QuotedStyle(text);

    /// <summary>A key is text whatever it looks like, so <c>on</c> and <c>1000</c> need no quotes; only what other readers refuse gets them.</summary>
    private static bool IsPlainKey(string key) => key.Length is > 0 and < 120 && IsPrintable(key) && key is not ("<<" or "~" or "=");

    private static ScalarStyle QuotedStyle(string text) => IsPrintable(text) ? ScalarStyle.SingleQuoted : ScalarStyle.DoubleQuoted;

    /// <summary>Lines that a literal block shows as they are.</summary>
    private static bool IsBlock(string text) =>
        text.Contains('\n') && text[0] is not ('\n' or ' ') && !text.EndsWith("\n\n", StringComparison.Ordinal)
        && !text.Contains(" \n", StringComparison.Ordinal) && text[^1] != ' ' && text.All(c => c == '\n' || IsPrintable(c));

    private static bool IsPrintable(string text) => text.All(IsPrintable);

    /// <summary>Everything else is escaped: control characters, line separators, marks that other programs eat, halves of pairs.</summary>
    private static bool IsPrintable(char c) => c is (>= ' ' and <= '~') or (>= '\u00A1' and <= '\u1FFF') or (>= '\u2030' and <= '\uD7FF') or (>= '\uE000' and <= '\uFDFF');
}
