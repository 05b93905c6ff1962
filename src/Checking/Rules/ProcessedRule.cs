using Stator.Machines;
using Stator.Machines.Stores;
using Stator.Statecharts.Data;

namespace Stator.Checking.Rules;

/// <summary>An instance remembers the names of the requests it applied last: as many, and for as long, as the settings say, each with its receipt.</summary>
internal sealed class ProcessedRule(IInstanceStore store, StatorOptions options, Findings findings)
{
    /// <summary>Of how many requests of an instance the receipt is read.</summary>
    private const int Sampled = 5;

    public async Task CheckAsync(StoredInstance stored, IReadOnlyList<(string EventId, long AtMs)> named, CancellationToken cancellation)
    {
        var record = stored.Record;
        var oldestMs = record.UpdatedAtMs - (long)options.ProcessedEventWindow.TotalMilliseconds;
        var expected = record.DisposedAtMs is not null ? [] : named.TakeLast(options.MaxProcessedEvents).Select(n => n.EventId).ToList();
        var found = stored.ProcessedIds.Select(p => p.EventId).ToList();

        // What is older than the window may be forgotten, but only with the next request.
        var mayLack = named.Where(n => n.AtMs < oldestMs).Select(n => n.EventId).ToHashSet(StringComparer.Ordinal);
        findings.Require(
            expected.SkipWhile(id => mayLack.Contains(id) && !found.Contains(id)).SequenceEqual(found), CheckRule.Once, record.Address, record.Sequence,
            () => $"it must remember {expected.Count} requests, the last ones [{Last(expected)}]; it remembers {found.Count}, the last ones [{Last(found)}]");
        foreach (var id in found.TakeLast(Sampled))
        {
            var receipt = await store.LoadReceiptAsync(record.Address, id, cancellation).ConfigureAwait(false);
            findings.Require(
                receipt is { } text && Value.Parse(text.Span)["eventId"].AsString == id, CheckRule.Once, record.Address, record.Sequence,
                () => $"the receipt of '{id}' is to be kept with its name");
        }
    }

    private static string Last(IEnumerable<string> ids) => string.Join(", ", ids.TakeLast(3));
}
