using Stator.Http.Client.Calls;
using Stator.Http.Client.Wire;
using Stator.Machines;
using Stator.Statecharts.Data;

namespace Stator.Http.Client;

/// <summary>
/// Durable instances on a host elsewhere, over its HTTP interface. A request that may be applied twice is given an event id if it has none, and keeps it when it is made
/// again: a lost answer costs time, never a second application. Who calls is what the key or token says; the <c>Caller</c> of a request is not sent.
/// </summary>
public sealed class StatorHttpClient : IMachineClient, IDisposable
{
    private readonly HttpClient _http;
    private readonly HttpCalls _calls;
    private readonly TimeProvider _time;

    /// <summary>A client with connections of its own.</summary>
    public StatorHttpClient(StatorHttpClientOptions options)
        : this(options, new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5), ConnectTimeout = TimeSpan.FromSeconds(10) })
    {
    }

    /// <summary>A client that calls through a handler, which it disposes of.</summary>
    public StatorHttpClient(StatorHttpClientOptions options, HttpMessageHandler handler)
    {
        ArgumentNullException.ThrowIfNull(options);
        _http = new(handler) { Timeout = Timeout.InfiniteTimeSpan };
        _calls = new(_http, options);
        _time = options.Time;
        Definitions = new HttpDefinitions(_calls);
        Incidents = new HttpIncidents(_calls);
        Invocations = new HttpInvocations(_calls);
    }

    /// <inheritdoc/>
    public IDefinitionClient Definitions { get; }

    /// <inheritdoc/>
    public IIncidentClient Incidents { get; }

    /// <inheritdoc/>
    public IInvocationClient Invocations { get; }

    /// <inheritdoc/>
    public Task<Receipt> CreateAsync(MachineAddress address, CreateRequest request, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var body = ObjectValue.Of(("input", request.Input));
        return _calls.SendAsync(
            new(HttpMethod.Post, CallPath.Of(address))
            {
                Body = request.Version is { } version ? body.With("version", version) : body,
                EventId = request.EventId ?? NewEventId(),
            },
            ReceiptJson.Read,
            cancellation);
    }

    /// <inheritdoc/>
    public Task<Receipt> SendAsync(MachineAddress address, SendRequest request, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var until = _time.GetUtcNow() + request.WaitTimeout;
        var isOne = request.Events.Length == 1;
        return _calls.SendAsync(
            new(HttpMethod.Post, CallPath.Of(address, isOne ? "events" : "events:batch"))
            {
                Body = isOne ? request.Events[0].Members : ListValue.Of([.. request.Events.Select(e => (Value)e.Members)]),
                EventId = request.EventId ?? NewEventId(),
                Query = () => QueryOf(request, until),
                Waits = request.WaitFor is null ? TimeSpan.Zero : request.WaitTimeout,
            },
            ReceiptJson.Read,
            cancellation);
    }

    /// <inheritdoc/>
    public Task<InstanceSnapshot> GetSnapshotAsync(MachineAddress address, long? sequence = null, CancellationToken cancellation = default) => _calls.SendAsync(
        new(HttpMethod.Get, CallPath.Of(address)) { Query = () => new CallQuery().Add("at", sequence) }, SnapshotReading.Read, cancellation);

    /// <inheritdoc/>
    public Task<HistoryPage> GetHistoryAsync(MachineAddress address, long after = 0, int limit = 100, CancellationToken cancellation = default) => _calls.SendAsync(
        new(HttpMethod.Get, CallPath.Of(address, "history")) { Query = () => new CallQuery().Add("after", after).Add("limit", limit) },
        utf8 => TurnReading.ReadPage(address, utf8),
        cancellation);

    /// <inheritdoc/>
    public IAsyncEnumerable<HistoryTurn> WatchAsync(MachineAddress address, long after, CancellationToken cancellation = default) =>
        TurnStream.FollowAsync(_calls, address, after, cancellation);

    /// <inheritdoc/>
    public Task<InstanceSnapshot> WaitAsync(MachineAddress address, WaitCondition condition, TimeSpan timeout, CancellationToken cancellation = default)
    {
        var until = _time.GetUtcNow() + timeout;
        return _calls.SendAsync(
            new(HttpMethod.Get, CallPath.Of(address, "wait"))
            {
                Query = () => new CallQuery().Add("for", condition.ToString()).Add("timeout", Left(until)),
                Waits = timeout,
            },
            SnapshotReading.Read,
            cancellation);
    }

    /// <inheritdoc/>
    public Task<InstancePage> FindAsync(InstanceQuery query, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        return _calls.SendAsync(new(HttpMethod.Get, "machines") { Query = () => CallQuery.Of(query) }, SnapshotReading.ReadPage, cancellation);
    }

    /// <inheritdoc/>
    public Task<Receipt> EditContextAsync(MachineAddress address, ContextEdit edit, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(edit);
        return _calls.SendAsync(
            new(HttpMethod.Patch, CallPath.Of(address, "context"))
            {
                Body = ObjectValue.Of(("patch", edit.Patch), ("reason", edit.Note.Reason)),
                EventId = edit.EventId ?? NewEventId(),
            },
            ReceiptJson.Read,
            cancellation);
    }

    /// <inheritdoc/>
    public Task RemoveAsync(MachineAddress address, string? caller = null, CancellationToken cancellation = default) => _calls.SendAsync(
        new(HttpMethod.Delete, CallPath.Of(address)) { MayHaveApplied = RequestFaultCode.UnknownInstance }, _ => true, cancellation);

    /// <inheritdoc/>
    public Task CheckReadyAsync(CancellationToken cancellation = default) =>
        _calls.SendAsync(new(HttpMethod.Get, "health/ready") { IsOnce = true }, _ => true, cancellation);

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private CallQuery QueryOf(SendRequest request, DateTimeOffset until)
    {
        var query = new CallQuery();
        if (request.CreateWith is { } creation)
        {
            query.Add("create", "true").Add("version", creation.Version).Add("input", creation.Input.IsNull ? null : creation.Input.ToString());
        }

        return request.WaitFor is { } condition ? query.Add("wait", condition.ToString()).Add("timeout", Left(until)) : query;
    }

    /// <summary>What is left of the time to wait, for an attempt that is not the first.</summary>
    private TimeSpan Left(DateTimeOffset until) => until - _time.GetUtcNow() is var left && left > TimeSpan.Zero ? left : TimeSpan.Zero;

    private static string NewEventId() => Guid.CreateVersion7().ToString("N");
}
