using System.Globalization;
using System.Text;
using System.Xml;
using Stator.Machines;
using Stator.Statecharts.Data;

namespace Stator.Http.Client.Calls;

/// <summary>A query; what is not given is left out.</summary>
internal sealed class CallQuery
{
    private readonly StringBuilder _text = new();

    public static CallQuery Of(InstanceQuery query)
    {
        var of = new CallQuery()
            .Add("machine", query.Machine)
            .Add("version", query.Version)
            .Add("status", query.Status is { } status ? SnapshotStatusText.Of(status) : null)
            .Add("state", query.State)
            .Add("tag", query.Tag)
            .Add("updatedAfter", Text(query.UpdatedAfter))
            .Add("updatedBefore", Text(query.UpdatedBefore))
            .Add("limit", query.Limit)
            .Add("after", query.After);
        foreach (var (path, value) in query.Context)
        {
            // Texts go in quotes, so that one that looks like a number stays a text.
            of.Add($"context.{path}", value.ToString());
        }

        return of;
    }

    public CallQuery Add(string name, string? value)
    {
        if (value is not null)
        {
            _text.Append(_text.Length == 0 ? '?' : '&').Append(Uri.EscapeDataString(name)).Append('=').Append(Uri.EscapeDataString(value));
        }

        return this;
    }

    public CallQuery Add(string name, long? value) => Add(name, value?.ToString(CultureInfo.InvariantCulture));

    public CallQuery Add(string name, TimeSpan value) => Add(name, XmlConvert.ToString(value));

    public override string ToString() => _text.ToString();

    private static string? Text(DateTimeOffset? time) => time is { } given ? ((Value)given).ToString().Trim('"') : null;
}
