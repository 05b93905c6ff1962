using System.Reflection;
using Microsoft.Extensions.Logging.Abstractions;
using Stator.Embedded;
using Stator.Machines;
using Stator.Machines.Stores;
using Stator.Storage.Postgres;
using Stator.Storage.Sqlite;

namespace Stator.Bench.Durable;

/// <summary>Instances in this process, on the store that was named, with the machines of the comparison published.</summary>
internal sealed class Host : IAsyncDisposable
{
    private Host(IDurableStore store, StatorOptions options)
    {
        Store = store;
        Observed = ObservedStore.Of(store);
        Instances = new(Observed, options, TimeProvider.System, NullLoggerFactory.Instance);
    }

    /// <summary>The store itself.</summary>
    public IDurableStore Store { get; }

    /// <summary>The store as the host sees it.</summary>
    public IDurableStore Observed { get; }

    public InstanceHost Instances { get; }

    public static IDurableStore Open(Arguments arguments) =>
        arguments.Text("--data") is { } directory ? new SqliteStore(directory) : new PostgresStore(arguments.Required("--connection"));

    public static async Task CloseAsync(IDurableStore store)
    {
        switch (store)
        {
            case IAsyncDisposable closed:
                await closed.DisposeAsync().ConfigureAwait(false);
                break;
            case IDisposable closed:
                closed.Dispose();
                break;
        }
    }

    /// <param name="arguments">Which store.</param>
    /// <param name="observe">Sees each batch when it is committed.</param>
    public static async Task<Host> StartAsync(Arguments arguments, Action<IReadOnlyList<InstanceCommit>>? observe = null)
    {
        var host = new Host(Open(arguments), new());
        ((ObservedStore)host.Observed).Committed += observe;
        await host.Instances.StartAsync().ConfigureAwait(false);
        foreach (var machine in (string[])["counter", "alarm"])
        {
            await host.Instances.Definitions.PublishAsync(machine, Document(machine)).ConfigureAwait(false);
        }

        return host;
    }

    public async ValueTask DisposeAsync()
    {
        await Instances.StopAsync().ConfigureAwait(false);
        Instances.Dispose();
        await CloseAsync(Store).ConfigureAwait(false);
    }

    private static byte[] Document(string machine)
    {
        using var resource = Assembly.GetExecutingAssembly().GetManifestResourceStream($"{machine}.machine.json")
            ?? throw new InvalidOperationException($"There is no machine '{machine}' among bench/machines.");
        using var bytes = new MemoryStream();
        resource.CopyTo(bytes);
        return bytes.ToArray();
    }
}
