using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Hosting;
using Orleans.Runtime;
using Stator.Grains.Definitions;
using Stator.Grains.Machines;
using Stator.Grains.Services;
using Stator.Grains.Storage;
using Stator.Machines.Definitions;
using Stator.Machines.Hosting;
using Stator.Machines.Secrets;
using Stator.Machines.Services;
using Stator.Machines.Stores;

namespace Stator.Grains.Hosting;

/// <summary>All that the grains of a silo share, put together, and begun and ended with the silo.</summary>
internal sealed class SiloParts : ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    private readonly IDurableStore _store;
    private readonly DefinitionCatalog _catalog;
    private readonly SiloDefinitions _definitions;
    private readonly HttpService _http;
    private readonly GroupCommit _commits;

    public SiloParts(
        IServiceProvider provider, IGrainFactory grains, IOptions<StatorOptions> settings, IOptions<ReminderOptions> reminders, ILoggerFactory loggers)
    {
        var options = settings.Value;
        var time = provider.GetKeyedService<TimeProvider>(SiloServices.ClockKey) ?? provider.GetService<TimeProvider>() ?? TimeProvider.System;
        var store = provider.GetService<IDurableStore>() ?? throw new InvalidOperationException(
            "AddStator was called, but the tables that all silos share were not added. Add them: services.AddPostgresStore(connection).");
        _store = options.SecretKeys.Count == 0 ? store : new SealedStore(store, new(options.SecretKeys), record => _catalog!.HasSecrets(record));
        _http = new(options, time);
        var code = MachineCodeServices.CodeOf(provider).With(_http.ToService());
        _catalog = new(_store, _store, time, code, canKeepSecrets: options.SecretKeys.Count > 0 && provider.GetService<RowKeeping>() is not null);
        _definitions = new(_catalog, grains);
        _commits = new(_store, options.MaxCommitsPerTransaction, time);
        Machines = new(grains, _store, _definitions, options, time, loggers) { ReminderPeriod = reminders.Value.MinimumReminderPeriod };
        Services = new(code, options, time, loggers.CreateLogger<AttemptRunner>());
        Storage = new(_store, _commits);
        Retention = new(_store, options, time, loggers.CreateLogger<RetentionSweep>());
    }

    public MachineParts Machines { get; }

    public ServiceRunning Services { get; }

    public StatorGrainStorage Storage { get; }

    public RetentionSweep Retention { get; }

    /// <summary>Before the first grain is there, and until after the last one.</summary>
    public void Participate(ISiloLifecycle lifecycle)
    {
        lifecycle.Subscribe<SiloParts>(ServiceLifecycleStage.RuntimeStorageServices, StartAsync, StopAsync);
        lifecycle.Subscribe<SiloParts>(ServiceLifecycleStage.Last, _ => Task.CompletedTask, StopWorkAsync);
    }

    public void Dispose()
    {
        Machines.Dispose();
        _definitions.Dispose();
        _catalog.Dispose();
        _http.Dispose();
    }

    private async Task StartAsync(CancellationToken cancellation)
    {
        await _catalog.LoadAsync(cancellation).ConfigureAwait(false);
        _commits.Start();
        Machines.Projector.Start();
        Machines.Confirmations.Start();
        Machines.Incidents.Start();
    }

    /// <summary>While all grains are still there.</summary>
    private async Task StopWorkAsync(CancellationToken cancellation)
    {
        await Machines.Watchers.StopAsync().ConfigureAwait(false);
        await Services.StopAsync(cancellation).ConfigureAwait(false);
    }

    private async Task StopAsync(CancellationToken cancellation)
    {
        await Machines.Projector.StopAsync().WaitAsync(cancellation).ConfigureAwait(false);
        await Machines.Confirmations.StopAsync().WaitAsync(cancellation).ConfigureAwait(false);
        await Machines.Incidents.StopAsync().WaitAsync(cancellation).ConfigureAwait(false);
        await _commits.StopAsync().WaitAsync(cancellation).ConfigureAwait(false);
    }
}
