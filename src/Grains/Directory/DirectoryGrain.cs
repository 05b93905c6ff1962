using System.Collections.Immutable;
using Orleans.Concurrency;
using Stator.Grains.Machines;
using Stator.Machines.Hosting;
using Stator.Machines.Instances;
using Stator.Machines.Stores;

namespace Stator.Grains.Directory;

/// <summary>
/// Answers from the tables that all silos share; each silo answers for itself. No answer waits for another one: it keeps nothing between calls,
/// and a proxy that asks whether the silo is ready has a second of patience, which finding in a large table has not.
/// </summary>
[Reentrant, StatelessWorker]
internal sealed class DirectoryGrain(MachineParts parts) : Grain, IDirectoryGrain
{
    public Task<Answer<InstancePage>> FindAsync(InstanceQuery query) => Answer.From(async () =>
    {
        parts.Projector.Hurry();
        await parts.Definitions.RefreshAsync();
        return await StoreFaults.Of(() => parts.Finder.FindAsync(query, CancellationToken.None));
    });

    public Task<Answer<ImmutableArray<PublishedDefinition>>> ListDefinitionsAsync() => Answer.From(async () =>
    {
        await parts.Definitions.RefreshAsync();
        return (await parts.Definitions.Catalog.ListAsync()).ToImmutableArray();
    });

    public Task<Answer<ImmutableArray<DefinitionUse>>> GetVersionsAsync(string machine) => Answer.From(async () =>
    {
        parts.Projector.Hurry();
        await parts.Definitions.RefreshAsync();
        return (await parts.Definitions.Catalog.GetVersionsAsync(machine)).ToImmutableArray();
    });

    public Task<Answer<PublishedDefinition>> GetDefinitionAsync(string machine, string? version) => Answer.From(async () =>
    {
        await parts.Definitions.RefreshAsync();
        return await parts.Definitions.Catalog.GetAsync(machine, version);
    });

    public Task<Answer<IncidentPage>> ListIncidentsAsync(IncidentQuery query) => Answer.From(async () =>
    {
        IncidentRecords.Check(query);
        var found = await StoreFaults.Of(() => parts.Store.LoadIncidentsAsync(query.Machine, query.Key, query.After, query.Limit, CancellationToken.None));
        return new IncidentPage([.. found.Select(IncidentRecords.ToIncident)], found.Count == query.Limit ? found[^1].Number : null);
    });

    public Task<Answer<Incident?>> RetryIncidentAsync(long number) => Answer.From(async () =>
    {
        var subject = (await FindAsync(number)).Subject;
        var settled = await Asking.AskAsync(parts.Grains.GetMachine(subject.Address), machine => machine.RetryAsync(subject));
        return settled.Required ? null : IncidentRecords.ToIncident(await FindAsync(number));
    });

    public Task<Answer<bool>> SkipIncidentAsync(long number, OperatorNote note) => Answer.From(async () =>
    {
        var subject = (await FindAsync(number)).Subject;
        IncidentRecords.CheckSkip(subject, note);
        return (await Asking.AskAsync(parts.Grains.GetMachine(subject.Address), machine => machine.SkipAsync(subject, note))).Required;
    });

    public Task<Answer<string>> GetInvocationAsync(string token) => Answer.From(async () => (await parts.Tokens.ReadAsync(token)).ToString());

    public Task<Answer<bool>> CheckAsync() => Answer.From(() => StoreFaults.Of(async () =>
    {
        await parts.Store.CheckAsync(CancellationToken.None);
        return true;
    }));

    private async Task<IncidentRecord> FindAsync(long number) =>
        await StoreFaults.Of(() => parts.Store.FindIncidentAsync(number, CancellationToken.None)) ?? throw new RequestRefusedException(Faults.UnknownIncident(number));
}
