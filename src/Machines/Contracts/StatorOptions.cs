namespace Stator.Machines;

/// <summary>The settings of a host. Every limit has a name here, and a fault that names it.</summary>
/// <remarks>
/// In a silo of a cluster Orleans keeps grains in memory and puts them to rest: what bounds the memory of the embedded host has no meaning
/// there, and says so.
/// </remarks>
public sealed class StatorOptions
{
    /// <summary>Requests that may wait for one instance; then <c>overloaded</c>.</summary>
    public int MaxWaitingPerInstance { get; set; } = 1_000;

    /// <summary>Requests that may wait in all; then <c>overloaded</c>. Embedded host only.</summary>
    public int MaxWaiting { get; set; } = 100_000;

    /// <summary>Waiting requests of one instance, and due timers, that are decided together and committed once.</summary>
    public int MaxRequestsPerTurn { get; set; } = 256;

    /// <summary>Instances whose turns share one transaction.</summary>
    public int MaxCommitsPerTransaction { get; set; } = 250;

    /// <summary>Instances kept in memory; beyond that idle ones are put to rest. Embedded host only.</summary>
    public int MaxLoadedInstances { get; set; } = 10_000;

    /// <summary>Event ids that an instance remembers; one that is older applies again.</summary>
    public int MaxProcessedEvents { get; set; } = 1_000;

    /// <summary>How long an instance remembers an event id; one that is older applies again.</summary>
    public TimeSpan ProcessedEventWindow { get; set; } = TimeSpan.FromDays(7);

    /// <summary>How long the history of an instance is kept after it was disposed of.</summary>
    public TimeSpan HistoryRetention { get; set; } = TimeSpan.FromDays(30);

    /// <summary>How often a turn without a caller is tried; then it is an incident.</summary>
    public int MaxAttemptsWithoutCaller { get; set; } = 5;

    /// <summary>Outbox entries that wait in memory; beyond that they wait in the store only. Embedded host only.</summary>
    public int MaxOutboxInMemory { get; set; } = 10_000;

    /// <summary>Runs of one service at a time; further ones wait. A service may be given a bound of its own.</summary>
    public int MaxConcurrencyPerService { get; set; } = 64;

    /// <summary>Invocations of services that wait in memory for their next attempt; beyond that they wait in the store only. Embedded host only.</summary>
    public int MaxInvocationsInMemory { get; set; } = 10_000;

    /// <summary>How long a host that stops waits for services that were told to end.</summary>
    public TimeSpan ServiceStopTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// The hosts that the service <c>http</c> may call: <c>api.example.com</c>, <c>.example.com</c> for all below it, <c>localhost:5000</c>
    /// for one port only. Empty for any. Where the address of a call comes from outside, list them: the host can reach what its senders cannot.
    /// </summary>
    public IList<string> HttpAllowedHosts { get; } = [];

    /// <summary>Bytes of a response's body that the service <c>http</c> takes; a longer one is a failure.</summary>
    public int MaxHttpResponseBytes { get; set; } = 1024 * 1024;

    /// <summary>How long the service <c>http</c> waits for a whole response where its input has no <c>timeout</c>.</summary>
    public TimeSpan HttpTimeout { get; set; } = TimeSpan.FromSeconds(100);

    /// <summary>Callers that may wait for a condition, or watch an instance, at a time; then <c>overloaded</c>. For each silo on its own.</summary>
    public int MaxWatchers { get; set; } = 10_000;

    /// <summary>The longest that anybody may wait for a condition. A client of a cluster always lets five minutes pass at most.</summary>
    public TimeSpan MaxWait { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Bytes of an instance's snapshot; the event that makes it larger is refused with <c>limit_exceeded</c>.</summary>
    public int MaxSnapshotBytes { get; set; } = 1024 * 1024;

    /// <summary>Events of one request; then <c>limit_exceeded</c>.</summary>
    public int MaxEventsPerRequest { get; set; } = 256;

    /// <summary>Bytes of a request's body; then <c>limit_exceeded</c>. Of a machine document eight times as many.</summary>
    public int MaxRequestBytes { get; set; } = 1024 * 1024;

    /// <summary>UTF-16 code units of a machine id, key or event id; then <c>limit_exceeded</c>.</summary>
    public int MaxNameLength { get; set; } = 256;

    /// <summary>
    /// Keys for the data of machines that declare <c>x-secret</c>, each 32 random bytes in base64: the first one seals, all of them open.
    /// Without a key such a machine is not published.
    /// </summary>
    public IList<string> SecretKeys { get; } = [];

    /// <summary>
    /// Whether a start waits, as a standby, while another host has the store, and takes over when that one is gone; a start fails then
    /// unless this is set. A SQLite directory is held from the moment it is opened, so a second host of one always fails.
    /// </summary>
    public bool WaitsForOwnership { get; set; }

    /// <summary>How far ahead pending timers are held in memory; later ones wait in the store.</summary>
    public TimeSpan TimerHorizon { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// The pause after a timer was refused or the store failed, doubled from time to time, up to 64 times as long. A timer that fell due
    /// while the store was away is tried again after just this.
    /// </summary>
    public TimeSpan RetryInterval { get; set; } = TimeSpan.FromSeconds(1);
}
