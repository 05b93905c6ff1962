namespace Stator.Client;

/// <summary>Calls whose refusals are thrown.</summary>
internal static class ClusterCalls
{
    /// <summary>What a grain answers.</summary>
    public static async Task<T> RequiredAsync<TGrain, T>(TGrain grain, Func<TGrain, Task<Answer<T>>> ask, CancellationToken cancellation) =>
        (await Asking.AskAsync(grain, ask, cancellation).ConfigureAwait(false)).Required;

    /// <summary>What the tables say that all silos share.</summary>
    public static Task<T> AskDirectoryAsync<T>(
        this IGrainFactory grains, Func<IDirectoryGrain, Task<Answer<T>>> ask, CancellationToken cancellation) =>
        RequiredAsync(grains.GetGrain<IDirectoryGrain>(0), ask, cancellation);
}
