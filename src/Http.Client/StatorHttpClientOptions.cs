namespace Stator.Http.Client;

/// <summary>Which host to call, as whom, and how patiently.</summary>
public sealed class StatorHttpClientOptions
{
    /// <summary>Where the host is, with the prefix it is mapped under if there is one: <c>http://127.0.0.1:8080</c>.</summary>
    public Uri Url { get; set; } = new("http://127.0.0.1:8080");

    /// <summary>The API key to call with; null for none.</summary>
    public string? ApiKey { get; set; }

    /// <summary>Gives the token to call with, asked before each request; instead of <see cref="ApiKey"/>.</summary>
    public Func<CancellationToken, ValueTask<string>>? Token { get; set; }

    /// <summary>How often a request is made at most: connections that fail and hosts that are overloaded or about to restart are tried again.</summary>
    public int MaxAttempts { get; set; } = 6;

    /// <summary>The pause before the second attempt; doubled from attempt to attempt, and shortened by chance so that many clients do not come back at once.</summary>
    public TimeSpan RetryInterval { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>The longest pause. A host that asks for a longer one (<c>Retry-After</c>) is not waited for.</summary>
    public TimeSpan MaxRetryInterval { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long one attempt may take, besides the time that it is asked to wait for a condition.</summary>
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>The clock of pauses and timeouts.</summary>
    public TimeProvider Time { get; set; } = TimeProvider.System;
}
