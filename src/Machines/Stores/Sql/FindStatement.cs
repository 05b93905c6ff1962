using System.Globalization;
using System.Text;
using Stator.Statecharts.Snapshots;

namespace Stator.Machines.Stores.Sql;

/// <summary>
/// The query behind a filter, for stores whose tables are called alike: <c>instances</c> and <c>instance_terms (term, instance)</c>.
/// It goes along an index in the order of finding, so that a page costs what it holds and not what lies before it: along that of a
/// term where there is one, else along that of machine and status, else along the instances themselves. What must stand in the
/// context is not part of it: <see cref="ContextMatch"/> looks at what it finds.
/// </summary>
public sealed class FindStatement
{
    private readonly StringBuilder _text = new();
    private readonly List<object> _values = [];

    private readonly bool _comparesRows;

    private FindStatement(string columns, InstanceFilter filter, long after, int limit, bool comparesRows)
    {
        _comparesRows = comparesRows;
        var limitName = Name((long)limit);
        if (!filter.Terms.IsEmpty)
        {
            // A value in the context says more than a state or a tag, which many instances share.
            var terms = filter.Terms.Sort((a, b) => IsOfContext(b).CompareTo(IsOfContext(a)));
            Append($"SELECT {columns} FROM instance_terms AS t JOIN instances AS i ON i.id = t.instance WHERE ");
            AppendStretch(["t.term"], [terms[0]], "t.instance", after);
            AppendConditions(filter with { Terms = terms[1..] });
            AppendOrder(["t.term"], "t.instance", limitName);
            return;
        }

        // Each status is a stretch of the index, in order; several of them are merged by the order of the whole.
        SnapshotStatus?[] stretches = filter.Machine is null ? [null] : filter.Status is { } status ? [status] : [.. Enum.GetValues<SnapshotStatus>()];
        for (var i = 0; i < stretches.Length; i++)
        {
            Append($"{(i == 0 ? "" : " UNION ALL ")}SELECT * FROM (SELECT {columns} FROM instances AS i WHERE ");
            if (stretches[i] is { } one)
            {
                AppendStretch(["i.machine", "i.status"], [filter.Machine!, (long)one], "i.id", after);
                AppendConditions(filter with { Machine = null, Status = null });
                AppendOrder(["i.machine", "i.status"], "i.id", limitName);
            }
            else
            {
                AppendStretch([], [], "i.id", after);
                AppendConditions(filter);
                AppendOrder([], "i.id", limitName);
            }

            Append($") AS s{i}");
        }

        Append($" ORDER BY 1 LIMIT {limitName}");
    }

    /// <summary>The text, with <c>$1</c>, <c>$2</c> and so on for the values.</summary>
    public string Text => _text.ToString();

    /// <summary>The values: whole numbers of 64 bits and texts.</summary>
    public IReadOnlyList<object> Values => _values;

    /// <summary>Makes the query.</summary>
    /// <param name="columns">What to select of <c>instances AS i</c>; the first is <c>i.id</c>.</param>
    /// <param name="filter">What must hold.</param>
    /// <param name="after">The id to go on from, exclusive.</param>
    /// <param name="limit">How many rows at most.</param>
    /// <param name="comparesRows">
    /// Whether a stretch of an index is said as a range of rows, ordered as the index is. A planner that goes by statistics then has no
    /// other way in that order; told by columns it may walk all instances, in the hope that many of them match.
    /// </param>
    public static FindStatement Of(string columns, InstanceFilter filter, long after, int limit, bool comparesRows)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return new(columns, filter, after, limit, comparesRows);
    }

    private static bool IsOfContext(string term) => term.StartsWith("c:", StringComparison.Ordinal);

    /// <summary>The rows of an index that begin with some values, behind an id.</summary>
    private void AppendStretch(string[] columns, object[] values, string id, long after)
    {
        if (!_comparesRows || columns.Length == 0)
        {
            Append(string.Join(" AND ", [.. columns.Select((column, i) => $"{column} = {Name(values[i])}"), $"{id} > {Name(after)}"]));
            return;
        }

        var row = string.Join(", ", [.. columns, id]);
        var names = string.Join(", ", values.Select(Name));
        Append($"({row}) > ({names}, {Name(after)}) AND ({row}) <= ({names}, {Name(long.MaxValue)})");
    }

    private void AppendOrder(string[] columns, string id, string limitName) =>
        Append($" ORDER BY {string.Join(", ", [.. _comparesRows ? columns : [], id])} LIMIT {limitName}");

    private void AppendConditions(InstanceFilter filter)
    {
        Append(" AND i.disposed_at IS NULL");
        AppendIf(filter.Machine, "i.machine =");
        AppendIf(filter.Status is { } status ? (long)status : null, "i.status =");
        AppendIf(filter.Version, "i.version =");
        AppendIf(filter.UpdatedAfterMs, "i.updated_at >");
        AppendIf(filter.UpdatedBeforeMs, "i.updated_at <");
        foreach (var term in filter.Terms)
        {
            Append($" AND EXISTS (SELECT 1 FROM instance_terms AS o WHERE o.term = {Name(term)} AND o.instance = i.id)");
        }
    }

    private void AppendIf(object? value, string condition)
    {
        if (value is not null)
        {
            Append($" AND {condition} {Name(value)}");
        }
    }

    private void Append(string text) => _text.Append(text);

    private string Name(object value)
    {
        var known = _values.IndexOf(value);
        if (known < 0)
        {
            known = _values.Count;
            _values.Add(value);
        }

        return string.Create(CultureInfo.InvariantCulture, $"${known + 1}");
    }
}
