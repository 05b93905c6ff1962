namespace Stator.Client;

/// <summary>The incidents of a cluster.</summary>
internal sealed class ClusterIncidents(IGrainFactory grains, TimeProvider time) : IIncidentClient
{
    public Task<IncidentPage> ListAsync(IncidentQuery query, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        return grains.AskDirectoryAsync(directory => directory.ListIncidentsAsync(query), time, cancellation);
    }

    public Task<Incident?> RetryAsync(long number, CancellationToken cancellation = default) =>
        grains.AskDirectoryAsync(directory => directory.RetryIncidentAsync(number), time, cancellation);

    public Task SkipAsync(long number, OperatorNote note, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(note);
        return grains.AskDirectoryAsync(directory => directory.SkipIncidentAsync(number, note), time, cancellation);
    }
}
