using System.Collections.Immutable;

namespace Stator.Grains.Abstractions;

/// <summary>Answers what is asked of many instances at a time, from the store; each silo has its own. Its key is always 0.</summary>
[Alias("stator.IDirectoryGrain")]
public interface IDirectoryGrain : IGrainWithIntegerKey
{
    /// <summary>Finds instances.</summary>
    [Alias("find")]
    Task<Answer<InstancePage>> FindAsync([Immutable] InstanceQuery query);

    /// <summary>All versions of all machines.</summary>
    [Alias("definitions")]
    Task<Answer<ImmutableArray<PublishedDefinition>>> ListDefinitionsAsync();

    /// <summary>The versions of a machine, with how many instances each has.</summary>
    [Alias("versions")]
    Task<Answer<ImmutableArray<DefinitionUse>>> GetVersionsAsync(string machine);

    /// <summary>One version; the newest where none is named.</summary>
    [Alias("definition")]
    Task<Answer<PublishedDefinition>> GetDefinitionAsync(string machine, string? version);

    /// <summary>Open incidents.</summary>
    [Alias("incidents")]
    Task<Answer<IncidentPage>> ListIncidentsAsync([Immutable] IncidentQuery query);

    /// <summary>Tries again what an incident is about; null where that settled it.</summary>
    [Alias("retryIncident")]
    Task<Answer<Incident?>> RetryIncidentAsync(long number);

    /// <summary>Gives up what an incident is about.</summary>
    [Alias("skipIncident")]
    Task<Answer<bool>> SkipIncidentAsync(long number, [Immutable] OperatorNote note);

    /// <summary>The name of the external invocation that a token is of.</summary>
    [Alias("invocationOf")]
    Task<Answer<string>> GetInvocationAsync(string token);

    /// <summary>Whether requests can be served.</summary>
    [Alias("check")]
    Task<Answer<bool>> CheckAsync();
}
