using Orleans.Runtime;

namespace Stator.Grains.Abstractions;

/// <summary>Asks grains, and goes after those that move.</summary>
internal static class Asking
{
    private const int MaxMoves = 12;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>
    /// What a grain answers. Asks again, a little later from time to time, where it was just losing its place and has done nothing, or could not be
    /// reached at all. A call that may have been lost half-way is a refusal that says so. Whoever gives up waits no longer; what was taken over
    /// applies all the same.
    /// </summary>
    public static async Task<Answer<T>> AskAsync<TGrain, T>(TGrain grain, Func<TGrain, Task<Answer<T>>> call, CancellationToken cancellation = default)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var answer = await call(grain).WaitAsync(cancellation).ConfigureAwait(false);
                if (!answer.MustAskAgain)
                {
                    return answer;
                }
            }
            catch (OrleansMessageRejectionException e) when (e is not SiloUnavailableException && attempt < MaxMoves)
            {
                // It was turned away before anything was done; where to go now shows in a moment.
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                return Answer.Refused<T>(Lost(e.Message));
            }

            if (attempt == MaxMoves)
            {
                return Answer.Refused<T>(Lost("it is moved again and again"));
            }

            await Task.Delay(Pause * Math.Min(1 << (attempt - 1), 50), cancellation).ConfigureAwait(false);
        }
    }

    private static RequestFault Lost(string why) => new(
        RequestFaultCode.StoreUnavailable,
        $"The instance did not answer ({why}). Send the request again under the same event id: what was applied is not applied twice.");
}
