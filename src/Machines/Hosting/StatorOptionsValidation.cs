using Microsoft.Extensions.Options;

namespace Stator.Machines.Hosting;

/// <summary>Looks at the settings when the application starts.</summary>
internal sealed class StatorOptionsValidation : IValidateOptions<StatorOptions>
{
    public ValidateOptionsResult Validate(string? name, StatorOptions options)
    {
        var wrong = new List<string>();
        RequireMore(nameof(options.MaxWaitingPerInstance), options.MaxWaitingPerInstance, 0);
        RequireMore(nameof(options.MaxWaiting), options.MaxWaiting, 0);
        RequireMore(nameof(options.MaxRequestsPerTurn), options.MaxRequestsPerTurn, 0);
        RequireMore(nameof(options.MaxCommitsPerTransaction), options.MaxCommitsPerTransaction, 0);
        RequireMore(nameof(options.MaxLoadedInstances), options.MaxLoadedInstances, 0);
        RequireMore(nameof(options.MaxProcessedEvents), options.MaxProcessedEvents, 0);
        RequireMore(nameof(options.ProcessedEventWindow), options.ProcessedEventWindow, TimeSpan.Zero);
        RequireMore(nameof(options.HistoryRetention), options.HistoryRetention, TimeSpan.Zero);
        RequireMore(nameof(options.MaxAttemptsWithoutCaller), options.MaxAttemptsWithoutCaller, 0);
        RequireMore(nameof(options.MaxOutboxInMemory), options.MaxOutboxInMemory, 0);
        RequireMore(nameof(options.MaxConcurrencyPerService), options.MaxConcurrencyPerService, 0);
        RequireMore(nameof(options.MaxWatchers), options.MaxWatchers, 0);
        RequireMore(nameof(options.MaxWait), options.MaxWait, TimeSpan.Zero);
        RequireMore(nameof(options.MaxInvocationsInMemory), options.MaxInvocationsInMemory, 0);
        RequireMore(nameof(options.ServiceStopTimeout), options.ServiceStopTimeout, TimeSpan.Zero);
        RequireMore(nameof(options.MaxHttpResponseBytes), options.MaxHttpResponseBytes, 0);
        RequireMore(nameof(options.HttpTimeout), options.HttpTimeout, TimeSpan.Zero);
        RequireMore(nameof(options.MaxSnapshotBytes), options.MaxSnapshotBytes, 0);
        RequireMore(nameof(options.MaxEventsPerRequest), options.MaxEventsPerRequest, 0);
        RequireMore(nameof(options.MaxRequestBytes), options.MaxRequestBytes, 0);
        RequireMore(nameof(options.MaxNameLength), options.MaxNameLength, 0);
        RequireMore(nameof(options.TimerHorizon), options.TimerHorizon, TimeSpan.FromSeconds(1));
        RequireMore(nameof(options.RetryInterval), options.RetryInterval, TimeSpan.Zero);
        wrong.AddRange(options.SecretKeys.Where(key => !IsKey(key)).Select(_ =>
            $"{nameof(StatorOptions)}.{nameof(options.SecretKeys)} holds what is no key. Each must be 32 random bytes in base64: openssl rand -base64 32."));
        return wrong.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong);

        void RequireMore<T>(string setting, T value, T than)
            where T : IComparable<T>
        {
            if (value.CompareTo(than) <= 0)
            {
                wrong.Add($"{nameof(StatorOptions)}.{setting} is {value}; it must be more than {than}.");
            }
        }
    }

    private static bool IsKey(string key) => Convert.TryFromBase64String(key, new byte[64], out var length) && length == 32;
}
