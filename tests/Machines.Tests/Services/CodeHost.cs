using System.Text;
using Microsoft.Extensions.Logging;
using Stator.Embedded;
using Stator.Machines.Services;
using Stator.Machines.Stores;
using Stator.Machines.Tests.Simulation;
using Stator.Machines.Tests.Support;
using Stator.Statecharts;
using Stator.Statecharts.Authoring;
using Stator.Statecharts.Data;

namespace Stator.Machines.Tests.Services;

/// <summary>A host with code, on a clock that the test moves and a store that outlives it.</summary>
internal sealed class CodeHost : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly MachineCode _code;
    private readonly StatorOptions _options;
    private bool _isDead;

    private CodeHost(MachineCode code, IDurableStore kept, CallFaults faults, ManualTime time, StatorOptions options)
    {
        _code = code;
        _options = options;
        Kept = kept;
        Faults = faults;
        Time = time;
        Way = new(kept, faults);
        Host = new(Way, options, time, LoggerFactory.Create(l => l.AddProvider(Log)), code);
    }

    /// <summary>The store that outlives the host.</summary>
    public IDurableStore Kept { get; }

    /// <summary>The host's way to the store.</summary>
    public FailingStore Way { get; }

    public CallFaults Faults { get; }

    public ManualTime Time { get; }

    public InstanceHost Host { get; }

    public ListLoggerProvider Log { get; } = new();

    public static Task<CodeHost> StartAsync(params BoundService[] services) => StartAsync(new MachineCode([], services));

    public static async Task<CodeHost> StartAsync(
        MachineCode code, StatorOptions? options = null, IDurableStore? store = null, ManualTime? time = null, CallFaults? faults = null)
    {
        var host = new CodeHost(code, store ?? new MemoryStore(), faults ?? new(_ => null), time ?? new(), options ?? new());
        await host.Host.StartAsync();
        if (time is null)
        {
            // What is due in the millisecond of the start may have been begun by a host before, and counts as a further attempt.
            host.Time.Advance(TimeSpan.FromMilliseconds(1));
        }

        return host;
    }

    /// <summary>The host dies where it stands, and another one comes up later.</summary>
    public async Task<CodeHost> CrashAsync(TimeSpan away = default, MachineCode? code = null)
    {
        Way.Kill();
        _isDead = true;
        return await StartAsync(code ?? _code, _options, Kept, new(Time.GetUtcNow() + away), Faults);
    }

    /// <summary>The host ends in good order, and another one comes up later.</summary>
    public async Task<CodeHost> RestartAsync(MachineCode? code = null)
    {
        await DisposeAsync();
        return await StartAsync(code ?? _code, _options, Kept, new(Time.GetUtcNow()), Faults);
    }

    public async Task<CodeHost> WithAsync(params string[] charts)
    {
        foreach (var chart in charts)
        {
            await Host.Definitions.PublishAsync(Charts.Parse(chart).Id, Encoding.UTF8.GetBytes(chart));
        }

        return this;
    }

    public Task<InstanceSnapshot> UntilAsync(string machine, string key, string state) =>
        Host.WaitAsync(new(machine, key), WaitCondition.State(state), TimeSpan.FromMinutes(1)).WaitAsync(Patience);

    public async Task<Value> ContextAsync(string machine, string key) =>
        Value.Parse((await Host.GetSnapshotAsync(new(machine, key))).Snapshot.Span)["context"];

    public async Task<Value> ValueAsync(string machine, string key) =>
        Value.Parse((await Host.GetSnapshotAsync(new(machine, key))).Snapshot.Span)["value"];

    /// <summary>The one service that an instance waits for, as the store has it.</summary>
    public async Task<InvocationRecord> InvocationAsync(string machine, string key) =>
        Assert.Single(await Kept.LoadInvocationsOfAsync(new(machine, key), default));

    /// <summary>Waits until the next attempt is written down.</summary>
    public Task UntilAttemptAsync(string machine, string key, int attempt) => Eventually.Holds(
        async () => (await Kept.LoadInvocationsOfAsync(new(machine, key), default)).Any(i => i.Progress.Attempt == attempt), $"attempt {attempt} is written down");

    /// <summary>The turns of an instance of one kind.</summary>
    public async Task<int> TurnsAsync(string machine, string key, string kind) =>
        (await Kept.LoadHistoryAsync(new(machine, key), 0, 1_000, default)).Count(h => h.Kind == kind);

    public async Task<RequestFault> RefusedAsync(Func<IMachineClient, Task> call) => (await Assert.ThrowsAsync<RequestRefusedException>(() => call(Host))).Fault;

    public async ValueTask DisposeAsync()
    {
        if (!_isDead)
        {
            _isDead = true;
            await Host.StopAsync();
            Host.Dispose();
        }
    }
}
