namespace Stator.Client;

/// <summary>Calls whose refusals are thrown.</summary>
internal static class ClusterCalls
{
    /// <summary>What a grain answers. Whoever gives up waits no longer; what was taken over applies all the same.</summary>
    public static async Task<T> RequiredAsync<T>(Func<Task<Answer<T>>> ask, CancellationToken cancellation) =>
        (await Asking.AskAsync(ask).WaitAsync(cancellation).ConfigureAwait(false)).Required;

    /// <summary>What the tables say that all silos share.</summary>
    public static Task<T> AskDirectoryAsync<T>(
        this IGrainFactory grains, Func<IDirectoryGrain, Task<Answer<T>>> ask, CancellationToken cancellation) =>
        RequiredAsync(() => ask(grains.GetGrain<IDirectoryGrain>(0)), cancellation);
}
