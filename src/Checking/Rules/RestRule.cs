using Stator.Machines;
using Stator.Machines.Stores;

namespace Stator.Checking.Rules;

/// <summary>After a time of rest no timer is overdue and nothing is left to be performed, but what is stuck with an incident.</summary>
internal sealed class RestRule(IDurableStore store, Findings findings)
{
    private const int PageSize = 1_000;

    public async Task CheckAsync(IReadOnlySet<OutboxId> outbox, long restedAtMs, CancellationToken cancellation)
    {
        var stuck = await LoadStuckAsync(cancellation).ConfigureAwait(false);
        foreach (var timer in await store.LoadDueAsync(long.MinValue, restedAtMs, PageSize, cancellation).ConfigureAwait(false))
        {
            findings.Require(
                stuck.Exists(s => s.Address == timer.Address && s.Kind != IncidentKind.Delivery), CheckRule.Rest, timer.Address, 0,
                () => $"a timer was due at {timer.DueMs} and has not fired by {restedAtMs}");
        }

        foreach (var id in outbox)
        {
            // What one sender has for one receiver waits behind what is stuck.
            findings.Require(
                stuck.Exists(s => s.Address == id.Address && s.Kind == IncidentKind.Delivery), CheckRule.Rest, id.Address, id.Sequence,
                () => $"'{id}' has not been performed");
        }
    }

    private async Task<List<IncidentSubject>> LoadStuckAsync(CancellationToken cancellation)
    {
        var all = new List<IncidentSubject>();
        for (var after = 0L; ;)
        {
            var page = await store.LoadIncidentsAsync(null, null, after, PageSize, cancellation).ConfigureAwait(false);
            all.AddRange(page.Select(i => i.Subject));
            if (page.Count < PageSize)
            {
                return all;
            }

            after = page[^1].Number;
        }
    }
}
