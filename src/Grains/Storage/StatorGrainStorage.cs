using System.Globalization;
using Orleans.Runtime;
using Orleans.Storage;
using Stator.Grains.Machines;
using Stator.Grains.Services;
using Stator.Machines.Hosting;
using Stator.Machines.Stores;

namespace Stator.Grains.Storage;

/// <summary>
/// Keeps instances as rows of Stator's own tables: a write is the turn itself, with its history and index, and the turns of all grains of
/// the silo share transactions. The etag is the sequence, checked for each instance on its own.
/// </summary>
internal sealed class StatorGrainStorage(IDurableStore store, GroupCommit commits) : IGrainStorage
{
    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        switch (grainState)
        {
            case IGrainState<MachineRecord> machine:
                await ReadAsync(GrainKeys.AddressOf(KeyOf(grainId)), machine);
                break;
            case IGrainState<ServiceRecord> service:
                service.State = new() { Progress = (await store.FindInvocationAsync(OutboxId.Parse(KeyOf(grainId)), CancellationToken.None))?.Progress };
                service.RecordExists = service.State.Progress is not null;
                break;
            default:
                throw Foreign(stateName, typeof(T));
        }
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => grainState switch
    {
        IGrainState<MachineRecord> machine => WriteAsync(machine),
        IGrainState<ServiceRecord> { State.Progress: { } progress } => store.SaveInvocationsAsync([progress], CancellationToken.None),
        _ => throw Foreign(stateName, typeof(T)),
    };

    /// <summary>Rows go with the turn that ends what they are about; there is nothing to clear by itself.</summary>
    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        grainState is IGrainState<ServiceRecord> ? Task.CompletedTask : throw Foreign(stateName, typeof(T));

    private async Task ReadAsync(MachineAddress address, IGrainState<MachineRecord> state)
    {
        var stored = await store.LoadAsync(address, CancellationToken.None);
        state.RecordExists = stored is not null;
        state.ETag = EtagOf(stored?.Record);
        state.State = stored is null ? new() { IsKeptInRows = true } : new()
        {
            IsKeptInRows = true,
            Instance = stored.Record,
            Processed = stored.ProcessedIds,
            TracedTimers = stored.TracedTimers,
            Outbox = [.. await store.LoadOutboxOfAsync(address, CancellationToken.None)],
            Invocations = [.. await store.LoadInvocationsOfAsync(address, CancellationToken.None)],
        };
    }

    /// <summary>The grain waits, so its state is touched here, where the commit is confirmed, and only the way back needs its turn.</summary>
    private async Task WriteAsync(IGrainState<MachineRecord> state)
    {
        if (state.State?.Commit is not { } commit)
        {
            return;
        }

        if (await commits.CommitAsync(commit).ConfigureAwait(false) == CommitOutcome.Conflict)
        {
            throw new InconsistentStateException(
                $"'{commit.Record.Address}' has had another turn since it was read.", "unknown", commit.ExpectedSequence.ToString(CultureInfo.InvariantCulture));
        }

        state.RecordExists = true;
        state.ETag = EtagOf(commit.Record);
    }

    private static string? EtagOf(InstanceRecord? record) => record?.Sequence.ToString(CultureInfo.InvariantCulture);

    private static string KeyOf(GrainId grain) => grain.Key.ToString()!;

    private static NotSupportedException Foreign(string stateName, Type type) => new(
        $"Stator's grain storage keeps instances, not the state '{stateName}' ({type.Name}) of other grains. Add another storage for these.");
}
