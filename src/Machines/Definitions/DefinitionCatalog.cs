using System.Collections.Concurrent;
using System.Collections.Immutable;
using Stator.Machines.Instances;
using Stator.Machines.Secrets;
using Stator.Machines.Services;
using Stator.Machines.Stores;
using Stator.Statecharts;
using Stator.Statecharts.Data;
using Stator.Statecharts.Parsing;
using Stator.Statecharts.Snapshots;

namespace Stator.Machines.Definitions;

/// <summary>The published machines of a host: in the store, and read and bound in memory.</summary>
public sealed class DefinitionCatalog(
    IDefinitionStore store, IInstanceStore instances, TimeProvider time, MachineCode code, bool canKeepSecrets = false) : IDefinitionClient, IDisposable
{
    private readonly ConcurrentDictionary<string, ImmutableList<PublishedVersion>> _byMachine = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _publishing = new(1);

    /// <summary>Says which machine has a version that it had not before.</summary>
    public event Action<string>? Added;

    /// <summary>Reads what is published; called before anything else, and again where others publish to the same store.</summary>
    public async Task LoadAsync(CancellationToken cancellation)
    {
        foreach (var record in await store.LoadAsync(cancellation).ConfigureAwait(false))
        {
            if (Find(record.Machine, record.Version) is null)
            {
                Add(record);
            }
        }
    }

    /// <summary>The newest version of a machine; null where none is published.</summary>
    public string? NewestOf(string machine) => Versions(machine).LastOrDefault()?.Record.Version;

    /// <summary>Whether a version is known here.</summary>
    public bool Has(string machine, string version) => Find(machine, version) is not null;

    /// <summary>The version to create instances with: the one named, else the newest.</summary>
    /// <exception cref="RequestRefusedException">It is not published.</exception>
    public MachineDefinition Require(string machine, string? version) => RequireVersion(machine, version).Definition;

    /// <summary>The version an instance is pinned to; null where this host cannot run it.</summary>
    public MachineDefinition? FindUsable(InstanceRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        return Find(record.Address.Machine, record.Version)?.Usable;
    }

    /// <summary>All versions of all machines that this host can run.</summary>
    internal ImmutableArray<MachineDefinition> Published() => [.. _byMachine.Keys.SelectMany(machine => Published(machine))];

    /// <summary>All versions of a machine that this host can run.</summary>
    internal ImmutableArray<MachineDefinition> Published(string machine) => [.. Versions(machine).Select(v => v.Usable).OfType<MachineDefinition>()];

    /// <summary>Whether what is stored of an instance is to be sealed. One whose version cannot be had is taken for one that has secrets.</summary>
    public bool HasSecrets(InstanceRecord record)
    {
        return FindUsable(record) is not { } machine || !SecretPaths.Of(machine).IsEmpty;
    }

    /// <summary>The version an instance is pinned to.</summary>
    /// <exception cref="RequestRefusedException">It cannot be had: the instance rests until it can.</exception>
    public MachineDefinition RequirePinned(MachineAddress address, string version) => Find(address.Machine, version)?.Definition
        ?? throw new RequestRefusedException(new(
            RequestFaultCode.DefinitionMissing,
            $"The instance '{address}' is pinned to version '{version}', which is not published here. Publish that version again; the instance then goes on."));

    /// <inheritdoc/>
    public async Task<PublishReceipt> PublishAsync(string machine, ReadOnlyMemory<byte> document, CancellationToken cancellation = default)
    {
        var parsed = MachineParser.Parse(document);
        var warnings = parsed.Diagnostics;
        var written = parsed.Definition ?? throw Invalid(machine, warnings);
        if (written.Id != machine)
        {
            throw new RequestRefusedException(new(
                RequestFaultCode.InvalidDefinition,
                $"The document is of the machine '{written.Id}', but it was published as '{machine}'. Make the two the same.", "/id"));
        }

        await _publishing.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            var (definition, text) = DocumentVersion.Of(written, document, Versions(machine));
            return await PublishAsync(written, definition, text, warnings, cancellation).ConfigureAwait(false);
        }
        finally
        {
            _publishing.Release();
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<PublishedDefinition>> ListAsync(CancellationToken cancellation = default) =>
        Task.FromResult<IReadOnlyList<PublishedDefinition>>(
            [.. _byMachine.OrderBy(m => m.Key, StringComparer.Ordinal).SelectMany(m => m.Value).Select(v => v.Published)]);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<DefinitionUse>> GetVersionsAsync(string machine, CancellationToken cancellation = default)
    {
        RequireVersion(machine, null);
        var counts = await OfStore(() => instances.CountAsync(machine, cancellation)).ConfigureAwait(false);
        return [.. Versions(machine).Select(v => new DefinitionUse(v.Published, CountsOf(v, counts)))];
    }

    /// <inheritdoc/>
    public Task<PublishedDefinition> GetAsync(string machine, string? version = null, CancellationToken cancellation = default) =>
        Task.FromResult(RequireVersion(machine, version).Published);

    /// <inheritdoc/>
    public void Dispose() => _publishing.Dispose();

    /// <param name="written">The machine as it came, whose places have lines.</param>
    /// <param name="definition">The same with its version.</param>
    /// <param name="text">The document with its version.</param>
    /// <param name="warnings">What is probably not what its author meant.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    private async Task<PublishReceipt> PublishAsync(
        MachineDefinition written, MachineDefinition definition, ReadOnlyMemory<byte> text, ImmutableArray<Diagnostic> warnings, CancellationToken cancellation)
    {
        if (Find(definition.Id, definition.Version) is { } existing)
        {
            return existing.Record.Hash == definition.Hash ? new(existing.Published, false, warnings) : throw VersionExists(definition);
        }

        // Children are pinned to the versions there are now, so that an instance and its children go on with what they began with.
        var children = definition.Sources().Select(s => s.Source).Distinct()
            .Select(source => (Source: source, Version: Versions(source).LastOrDefault()))
            .Where(child => child.Version is not null)
            .ToDictionary(child => child.Source, child => child.Version!, StringComparer.Ordinal);
        var bound = CodeBinding.Bind(written, children.Select(c => KeyValuePair.Create(c.Key, c.Value.Definition)), code);
        if (bound.Definition is null)
        {
            throw Invalid(definition.Id, bound.Diagnostics);
        }

        CheckSecrets(bound.Definition);
        var record = new DefinitionRecord(
            definition.Id, definition.Version, definition.Hash, time.GetUtcNow().ToUnixTimeMilliseconds(), text, DocumentVersion.PinsOf(children));
        if (await OfStore(() => store.TryAddAsync(record, cancellation)).ConfigureAwait(false))
        {
            var published = Add(record).Published;
            Added?.Invoke(definition.Id);
            return new(published, true, warnings);
        }

        // The store has it and this catalog does not: it was added by another host, or by a call that was reported as failed.
        var stored = (await OfStore(() => store.LoadAsync(cancellation)).ConfigureAwait(false))
            .First(r => r.Machine == definition.Id && r.Version == definition.Version);
        var added = Add(stored).Published;
        return stored.Hash == definition.Hash ? new(added, false, warnings) : throw VersionExists(definition);
    }

    private void CheckSecrets(MachineDefinition definition)
    {
        if (SecretPaths.Problem(definition) is { } problem)
        {
            throw new RequestRefusedException(new(RequestFaultCode.InvalidDefinition, problem, "/x-secret"));
        }

        var secrets = SecretPaths.Of(definition);
        if (!secrets.IsEmpty && !canKeepSecrets)
        {
            throw new RequestRefusedException(new(
                RequestFaultCode.InvalidDefinition,
                $"'{definition.Id}' has secrets ('x-secret'), and this host cannot keep them: it needs a key in '{nameof(StatorOptions.SecretKeys)}' and, in a cluster, the grain storage that keeps rows.",
                "/x-secret"));
        }

        if (definition.Options.Index.FirstOrDefault(secrets.Touches) is { } path)
        {
            throw new RequestRefusedException(new(
                RequestFaultCode.InvalidDefinition,
                $"'options.index' names '{path}', which is secret: an index keeps its values readable. Take it out of 'index', or out of 'x-secret'.",
                "/options/index"));
        }
    }

    /// <summary>What the store answers; a refusal where it cannot be reached.</summary>
    private static async Task<T> OfStore<T>(Func<Task<T>> call)
    {
        try
        {
            return await call().ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw new RequestRefusedException(Faults.StoreUnreachable(), e);
        }
    }

    private PublishedVersion Add(DefinitionRecord record)
    {
        var version = new PublishedVersion(record, (machine, pinned) => Find(machine, pinned)?.Definition, code);
        _byMachine.AddOrUpdate(
            record.Machine, _ => [version], (_, versions) => versions.Exists(v => v.Record.Version == record.Version) ? versions : versions.Add(version));
        return version;
    }

    private ImmutableList<PublishedVersion> Versions(string machine) => _byMachine.GetValueOrDefault(machine) ?? [];

    private PublishedVersion? Find(string machine, string version) => Versions(machine).Find(v => v.Record.Version == version);

    private PublishedVersion RequireVersion(string machine, string? version)
    {
        var versions = Versions(machine);
        var found = version is null ? versions.LastOrDefault() : versions.Find(v => v.Record.Version == version);
        return found ?? throw new RequestRefusedException(Faults.UnknownDefinition(
            machine, versions.IsEmpty ? null : version, versions.IsEmpty ? NearestName.Of(machine, _byMachine.Keys) : versions[^1].Record.Version));
    }

    private static ImmutableDictionary<SnapshotStatus, long> CountsOf(PublishedVersion version, IReadOnlyList<InstanceCount> counts) =>
        counts.Where(c => c.Version == version.Record.Version).ToImmutableDictionary(c => c.Status, c => c.Count);

    private static RequestRefusedException Invalid(string machine, ImmutableArray<Diagnostic> diagnostics)
    {
        var errors = diagnostics.Count(d => d.Severity == DiagnosticSeverity.Error);
        var first = diagnostics.First(d => d.Severity == DiagnosticSeverity.Error);
        return new(new(
            RequestFaultCode.InvalidDefinition,
            $"The machine '{machine}' has {errors} error{(errors == 1 ? "" : "s")}. {first}", first.Place.Pointer)
        {
            Diagnostics = diagnostics,
        });
    }

    private static RequestRefusedException VersionExists(MachineDefinition definition) => new(new(
        RequestFaultCode.VersionExists,
        $"Version '{definition.Version}' of '{definition.Id}' is published with other content. Give the document another 'version'; instances keep the one they began with.",
        "/version"));
}
