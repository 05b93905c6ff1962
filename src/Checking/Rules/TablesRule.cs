using Stator.Machines;
using Stator.Machines.Stores;
using Stator.Statecharts.Snapshots;

namespace Stator.Checking.Rules;

/// <summary>The tables of timers and invocations say what the snapshots say, and every incident is about something that is there.</summary>
internal sealed class TablesRule(IDurableStore store, ServiceRule services, Findings findings)
{
    private const int PageSize = 1_000;

    private readonly List<InstanceDue> _timers = [];
    private readonly HashSet<(MachineAddress Address, long Number)> _timerNumbers = [];
    private readonly List<(MachineAddress Address, long Number, string Source)> _invocations = [];
    private readonly HashSet<MachineAddress> _present = [];

    /// <summary>Takes over what an instance waits for.</summary>
    public void Look(MachineAddress address, InstanceRecord record, Snapshot? snapshot)
    {
        if (record.DisposedAtMs is not null)
        {
            return;
        }

        _present.Add(address);
        foreach (var timer in Pending.Timers(snapshot))
        {
            _timers.Add(new(address, timer.DueMs));
            _timerNumbers.Add((address, timer.Number));
        }

        _invocations.AddRange(Pending.Services(snapshot).Select(i => (address, i.Number, i.Source)));
    }

    public async Task CheckAsync(IReadOnlySet<OutboxId> outbox, long? restedAtMs, CancellationToken cancellation)
    {
        await CheckTimersAsync(cancellation).ConfigureAwait(false);
        await CheckInvocationsAsync(cancellation).ConfigureAwait(false);
        await CheckIncidentsAsync(outbox, restedAtMs, cancellation).ConfigureAwait(false);
    }

    private async Task CheckTimersAsync(CancellationToken cancellation)
    {
        var found = new List<InstanceDue>();
        for (var after = long.MinValue; ;)
        {
            var page = await store.LoadDueAsync(after, long.MaxValue, PageSize, cancellation).ConfigureAwait(false);
            if (page.Count == 0)
            {
                break;
            }

            findings.Require(
                page.Zip(page.Skip(1)).All(pair => pair.First.DueMs <= pair.Second.DueMs), CheckRule.Tables, null, 0, () => "timers must be listed in due order");
            found.AddRange(page);
            after = page[^1].DueMs;
        }

        Compare("timer", _timers, found, due => due.Address, due => $"one that is due at {due.DueMs}");
    }

    private async Task CheckInvocationsAsync(CancellationToken cancellation)
    {
        var found = new List<(MachineAddress Address, long Number, string Source)>();
        InvocationRecord? last = null;
        while (true)
        {
            var page = await store.LoadInvocationsAsync(long.MaxValue, last, PageSize, cancellation).ConfigureAwait(false);
            foreach (var invocation in page)
            {
                found.Add((invocation.Id.Address, invocation.Number, invocation.Source));
                findings.Require(
                    services.Find(invocation.Id.Address, invocation.Number) == invocation.Id, CheckRule.Tables, invocation.Id.Address, invocation.Id.Sequence,
                    () => $"invocation {invocation.Number} was started as '{services.Find(invocation.Id.Address, invocation.Number)}' and stands in the table as '{invocation.Id}'");
            }

            if (page.Count < PageSize)
            {
                break;
            }

            last = page[^1];
        }

        Compare("invocation", _invocations, found, i => i.Address, i => $"number {i.Number} of '{i.Source}'");
    }

    private async Task CheckIncidentsAsync(IReadOnlySet<OutboxId> outbox, long? restedAtMs, CancellationToken cancellation)
    {
        for (var after = 0L; ;)
        {
            var page = await store.LoadIncidentsAsync(null, null, after, PageSize, cancellation).ConfigureAwait(false);
            foreach (var incident in page)
            {
                after = incident.Number;
                findings.Require(restedAtMs is null || IsAboutSomething(incident.Subject, outbox), CheckRule.Incident, incident.Subject.Address, 0, () =>
                    $"incident {incident.Number} ({incident.Subject.Kind} {incident.Subject.Name}) is about something that is not there any more");
            }

            if (page.Count < PageSize)
            {
                return;
            }
        }
    }

    private bool IsAboutSomething(IncidentSubject subject, IReadOnlySet<OutboxId> outbox) => subject.Kind switch
    {
        IncidentKind.Timer => long.TryParse(subject.Name, out var number) && _timerNumbers.Contains((subject.Address, number)),
        IncidentKind.Service => long.TryParse(subject.Name, out var number) && _invocations.Exists(i => i.Address == subject.Address && i.Number == number),
        IncidentKind.Delivery => OutboxId.TryParse(subject.Name, out var id) && outbox.Contains(id),
        _ => _present.Contains(subject.Address),
    };

    /// <summary>Both hold the same, each as often.</summary>
    private void Compare<T>(string what, IEnumerable<T> expected, IEnumerable<T> found, Func<T, MachineAddress> address, Func<T, string> say)
        where T : notnull
    {
        var surplus = found.CountBy(x => x).ToDictionary();
        foreach (var item in expected)
        {
            surplus[item] = surplus.GetValueOrDefault(item) - 1;
        }

        foreach (var (item, count) in surplus.Where(s => s.Value != 0))
        {
            findings.Add(CheckRule.Tables, address(item), 0, count < 0
                ? $"the snapshot has a pending {what} that the table lacks: {say(item)}"
                : $"the table has a pending {what} that the snapshot lacks: {say(item)}");
        }
    }
}
