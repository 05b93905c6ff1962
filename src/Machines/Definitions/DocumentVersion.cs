using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Stator.Statecharts;
using Stator.Statecharts.Data;
using Stator.Statecharts.Parsing;

namespace Stator.Machines.Definitions;

/// <summary>Gives a version to documents that name none: that of the newest one where the content is the same, else the next number.</summary>
internal static class DocumentVersion
{
    public static (MachineDefinition Definition, ReadOnlyMemory<byte> Text) Of(
        MachineDefinition written, ReadOnlyMemory<byte> text, ImmutableList<PublishedVersion> versions)
    {
        if (written.Document.AsObject.TryGet("version", out _))
        {
            return (written, text.ToArray());
        }

        if (versions.LastOrDefault() is { } newest)
        {
            var same = With(written, newest.Record.Version);
            if (same.Definition.Hash == newest.Record.Hash)
            {
                return same;
            }
        }

        return With(written, Next(versions));
    }

    /// <summary>The pins of child machines, as JSON.</summary>
    public static ReadOnlyMemory<byte> PinsOf(IEnumerable<KeyValuePair<string, PublishedVersion>> children)
    {
        Value pins = ObjectValue.Of([.. children.Select(c => (c.Key, (Value)c.Value.Record.Version))]);
        return Encoding.UTF8.GetBytes(pins.ToString());
    }

    private static (MachineDefinition Definition, ReadOnlyMemory<byte> Text) With(MachineDefinition written, string version)
    {
        Value document = written.Document.AsObject.With("version", version);
        return (MachineParser.Parse(document).Required, Encoding.UTF8.GetBytes(document.ToString()));
    }

    private static string Next(ImmutableList<PublishedVersion> versions)
    {
        var last = 0L;
        foreach (var version in versions)
        {
            if (long.TryParse(version.Record.Version, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                last = Math.Max(last, number);
            }
        }

        return (last + 1).ToString(CultureInfo.InvariantCulture);
    }
}
