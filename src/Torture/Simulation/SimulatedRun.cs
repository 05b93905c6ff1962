using System.Security.Cryptography;
using System.Text;
using Stator.Checking;
using Stator.Checking.Evidence;
using Stator.Machines;
using Stator.Machines.Stores;

namespace Stator.Torture.Simulation;

/// <summary>
/// One run: clients ask, calls of the store are let go in any order and go wrong as planned, time passes and jumps, hosts die and are cut
/// off. Then the world comes to rest, and the checker looks at what is left. All chance comes from the seed.
/// </summary>
internal sealed class SimulatedRun
{
    private const int Clients = 4;
    private const int LongestRest = 5_000;

    /// <summary>How often in a row it must look as if nothing were left: what the store says does not show a pause before something is tried again.</summary>
    private const int CalmRounds = 8;

    private readonly SimulationPlan _plan;
    private readonly SimulatedDisk _disk;
    private readonly SimulatedWorld _world;
    private readonly ParkedCalls _calls = new();
    private readonly List<SimulatedClient> _clients;
    private readonly SimulatedServices _services;
    private readonly List<SimulatedHost> _hosts = [];
    private Task _starting = Task.CompletedTask;
    private bool _mayFail;
    private int _callCount;
    private int _faults;
    private int _crashes;

    private SimulatedRun(SimulationPlan plan, SimulatedDisk disk)
    {
        _plan = plan;
        _disk = disk;
        _world = new(plan);
        _services = new(_calls, _world);
        _clients = [.. Enumerable.Range(0, Clients).Select(number => new SimulatedClient(number, _world))];
    }

    private Random Random => _world.Random;

    /// <exception cref="InvalidOperationException">This process has more than one thread for tasks, so that no run would be like another.</exception>
    public static async Task<SimulationResult> RunAsync(SimulationPlan plan)
    {
        if (!PoolOfOne.IsHere)
        {
            throw new InvalidOperationException("A simulation needs a process with one thread for tasks; PoolOfOne says how to start one.");
        }

        using SimulatedDisk disk = plan.OnSqlite ? new SqliteDisk() : new MemoryDisk();
        var run = new SimulatedRun(plan, disk);
        try
        {
            return await run.RunAsync().ConfigureAwait(false);
        }
        finally
        {
            // The dead as well: what they show of themselves to whoever collects figures would be held for ever.
            run._hosts.ForEach(h => h.Host.Dispose());
        }
    }

    private async Task<SimulationResult> RunAsync()
    {
        await Task.Yield();
        await BeginAsync().ConfigureAwait(false);
        _mayFail = true;
        for (var step = 0; step < _plan.Steps; step++)
        {
            await PoolOfOne.SettleAsync().ConfigureAwait(false);
            _world.TakeAnswers();
            await StepAsync().ConfigureAwait(false);
        }

        _mayFail = false;
        var restedAt = await RestAsync().ConfigureAwait(false);
        return await CheckAsync(restedAt).ConfigureAwait(false);
    }

    private async Task BeginAsync()
    {
        Start(ManualTime.Start);
        await FinishAsync(_starting).ConfigureAwait(false);
        foreach (var (id, document) in SimulatedMachines.All)
        {
            await FinishAsync(_world.Current.Host.Definitions.PublishAsync(id, Encoding.UTF8.GetBytes(document))).ConfigureAwait(false);
        }
    }

    private async Task StepAsync()
    {
        if (_starting.IsFaulted)
        {
            // It could not read what it needs, and its process has ended; it is started again.
            Kill(_world.Current);
            Start(_world.Current.Time.GetUtcNow());
            return;
        }

        var chance = Random.Next(1_000);
        if (_calls.Count > 0 && chance < 600)
        {
            await LetGoAsync(_calls.Take(Random.Next(_calls.Count))).ConfigureAwait(false);
        }
        else if (chance < 880)
        {
            LetSomebodyAct();
        }
        else if (chance < 970 || !_plan.HasCrashes)
        {
            Advance(TimeSpan.FromMilliseconds(Random.Next(1, Random.Next(2) == 0 ? 200 : 6_000)));
        }
        else
        {
            await MishapAsync(chance).ConfigureAwait(false);
        }
    }

    private async Task MishapAsync(int chance)
    {
        switch (chance)
        {
            case < 978:
                Jump();
                break;
            case < 984 when _disk.AllowsTakeOver && _world.CutOff is null && _starting.IsCompletedSuccessfully:
                TakeOver();
                break;
            case < 988 when _world.CutOff is { } forgotten:
                Kill(forgotten);
                _world.CutOff = null;
                break;
            default:
                await CrashAsync().ConfigureAwait(false);
                break;
        }
    }

    private void LetSomebodyAct()
    {
        var idle = _clients.Where(c => !c.IsBusy).ToList();
        if (idle.Count > 0 && _starting.IsCompletedSuccessfully)
        {
            idle[Random.Next(idle.Count)].Act();
        }
    }

    private async Task LetGoAsync(ParkedCall call)
    {
        var fault = _mayFail && call.MayFail ? _plan.Fault(++_callCount) : null;
        _faults += fault is null ? 0 : 1;
        _world.Note(fault is null ? call.Name : $"{call.Name} fails: {fault}");
        await call.GoOnAsync(fault).ConfigureAwait(false);
    }

    private void Advance(TimeSpan by)
    {
        _world.Note($"{by.TotalMilliseconds} ms pass");
        _world.Current.Time.Advance(by);
        _world.CutOff?.Time.Advance(by);
    }

    /// <summary>The clock is set, by minutes, forwards or back.</summary>
    private void Jump()
    {
        var by = TimeSpan.FromSeconds(Random.Next(-600, 600));
        _world.Note($"the clock is set by {by.TotalSeconds} s");
        _world.MayRepeatAttempts |= by < TimeSpan.Zero;
        _world.Current.Time.Jump(by);
    }

    /// <summary>The host dies; what it was about to write may have come to the disk.</summary>
    private async Task CrashAsync()
    {
        _world.Note("the host dies");
        if (_calls.Count > 0 && Random.Next(2) == 0 && _calls.Take(Random.Next(_calls.Count)) is var last && _world.Current.Owns(last))
        {
            _world.Note($"but this happens: {last.Name}");
            await last.HappenAsync().ConfigureAwait(false);
        }

        Kill(_world.Current);
        Start(_world.Current.Time.GetUtcNow() + TimeSpan.FromMilliseconds(Random.Next(15_000)));
    }

    /// <summary>Another host comes up, as everybody takes this one for dead; it works on, and must not come to anything.</summary>
    private void TakeOver()
    {
        _world.Note("the host is cut off");
        _world.MayRepeatAttempts = true;
        _world.CutOff = _world.Current;
        _world.CutOff.CutOff();
        Start(_world.Current.Time.GetUtcNow());
    }

    private void Kill(SimulatedHost host)
    {
        _crashes++;
        host.Kill();
        _world.Abandon(host);
    }

    private void Start(DateTimeOffset now)
    {
        _world.Note("a host starts");
        _world.Current = new(_disk, _calls, _services, now, _plan.Plant);
        _hosts.Add(_world.Current);
        _starting = _world.Current.Host.StartAsync();
    }

    /// <summary>Everything is well again: without a restart everything due must fire, and everything committed be performed.</summary>
    private async Task<DateTimeOffset> RestAsync()
    {
        _world.Note("everything is well again");
        if (_world.CutOff is { } forgotten)
        {
            Kill(forgotten);
            _world.CutOff = null;
        }

        for (var (round, calm) = (0, 0); round < LongestRest && calm < CalmRounds; round++)
        {
            await DrainAsync().ConfigureAwait(false);
            calm = _world.OutstandingCount == 0 && !_starting.IsFaulted && await IsAtRestAsync().ConfigureAwait(false) ? calm + 1 : 0;
            if (_starting.IsFaulted)
            {
                Kill(_world.Current);
                Start(_world.Current.Time.GetUtcNow());
            }
            else if (calm < CalmRounds)
            {
                _world.Current.Time.Advance(TimeSpan.FromMilliseconds(500));
            }
        }

        var restedAt = _world.Current.Time.GetUtcNow();
        await FinishAsync(_world.Current.Host.StopAsync()).ConfigureAwait(false);
        return restedAt;
    }

    private async Task<bool> IsAtRestAsync()
    {
        var store = _world.Current.Store;
        var now = _world.Current.Time.GetUtcNow().ToUnixTimeMilliseconds();
        var stuck = (await store.LoadIncidentsAsync(null, null, 0, 1_000, default).ConfigureAwait(false)).Select(i => i.Subject).ToList();
        var due = await store.LoadDueAsync(long.MinValue, now, 1_000, default).ConfigureAwait(false);
        var outbox = await store.LoadOutboxAsync(0, 1_000, default).ConfigureAwait(false);
        var running = await store.LoadInvocationsAsync(now, null, 1_000, default).ConfigureAwait(false);
        return due.All(d => stuck.Exists(s => s.Address == d.Address && s.Kind == IncidentKind.Timer))
            && running.All(r => stuck.Exists(s => s.Address == r.Id.Address && s.Kind == IncidentKind.Service))
            && outbox.All(o => stuck.Exists(s => s.Address == o.Entry.Id.Address && s.Kind == IncidentKind.Delivery));
    }

    /// <summary>Lets everything happen that waits, in its order.</summary>
    private async Task DrainAsync()
    {
        while (true)
        {
            await PoolOfOne.SettleAsync().ConfigureAwait(false);
            _world.TakeAnswers();
            if (_calls.Count == 0)
            {
                return;
            }

            await LetGoAsync(_calls.Take(0)).ConfigureAwait(false);
        }
    }

    private async Task FinishAsync(Task task)
    {
        for (var round = 0; !task.IsCompleted && round < LongestRest; round++)
        {
            await DrainAsync().ConfigureAwait(false);
            _world.Current.Time.Advance(TimeSpan.FromMilliseconds(100));
        }

        await task.WaitAsync(TimeSpan.Zero).ConfigureAwait(false);
    }

    private async Task<SimulationResult> CheckAsync(DateTimeOffset restedAt)
    {
        // The way there and back is part of what is tried: a journal is a file.
        var lines = _world.Journal.Select(JournalText.Write).ToList();
        var checker = new StoreChecker(
            _world.Current.Store, new(lines.Select(JournalText.Read)), new() { Host = SimulatedHost.Options, RestedAt = restedAt });
        var report = await checker.CheckAsync().ConfigureAwait(false);
        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(report.Digest + _world.Trace + string.Join('\n', lines))));
        _disk.Release(_world.Current.Store);
        return new(_plan, report, _world.Surprises, digest, _world.Trace, _callCount, _faults, _crashes);
    }
}

/// <summary>What came of a run.</summary>
/// <param name="Plan">The run.</param>
/// <param name="Report">What the checker found.</param>
/// <param name="Surprises">Answers that nobody expected.</param>
/// <param name="Digest">Of all that happened: the same run has the same.</param>
/// <param name="Trace">All that happened, a line each.</param>
/// <param name="Calls">How many calls of the store might have failed.</param>
/// <param name="Faults">How many did.</param>
/// <param name="Crashes">How often a host died.</param>
internal sealed record SimulationResult(
    SimulationPlan Plan, CheckReport Report, IReadOnlyList<Violation> Surprises, string Digest, string Trace, int Calls, int Faults, int Crashes)
{
    public bool IsClean => Report.IsClean && Surprises.Count == 0;

    public IEnumerable<Violation> Violations => Report.Violations.Concat(Surprises);
}
