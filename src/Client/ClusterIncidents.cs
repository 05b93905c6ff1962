namespace Stator.Client;

/// <summary>The incidents of a cluster.</summary>
internal sealed class ClusterIncidents(IGrainFactory grains) : IIncidentClient
{
    public Task<IncidentPage> ListAsync(IncidentQuery query, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        return grains.AskDirectoryAsync(directory => directory.ListIncidentsAsync(query), cancellation);
    }

    public Task<Incident?> RetryAsync(long number, CancellationToken cancellation = default) =>
        grains.AskDirectoryAsync(directory => directory.RetryIncidentAsync(number), cancellation);

    public Task SkipAsync(long number, OperatorNote note, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(note);
        return grains.AskDirectoryAsync(directory => directory.SkipIncidentAsync(number, note), cancellation);
    }
}
