using Stator.Statecharts;

namespace Stator.Interpreters;

/// <summary>When a service that failed is tried again.</summary>
internal static class RetrySchedule
{
    /// <summary>The pause after a failed attempt; null where it was the last.</summary>
    /// <param name="policy">The chart's policy; null for one attempt.</param>
    /// <param name="attempt">The attempt that failed, from 1.</param>
    public static TimeSpan? PauseAfter(RetryPolicy? policy, int attempt)
    {
        if (policy is null || attempt >= policy.MaxAttempts)
        {
            return null;
        }

        var pauseMs = policy.InitialIntervalMs * Math.Pow(policy.Backoff, attempt - 1);
        return TimeSpan.FromMilliseconds(Math.Min(pauseMs, policy.MaxIntervalMs));
    }
}
