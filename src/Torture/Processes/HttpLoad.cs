using System.Net;
using System.Net.Sockets;
using System.Text;
using Stator.Checking.Evidence;
using Stator.Machines;
using Stator.Statecharts.Data;

namespace Stator.Torture.Processes;

/// <summary>
/// Many callers over HTTP, each of which asks for one thing after the other, and again under the same name for what was not confirmed,
/// until it is. Every receipt is noted.
/// </summary>
internal sealed class HttpLoad : IDisposable
{
    private const int Callers = 12;
    private const int Keys = 40;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly string[] TickerEvents = ["START", "START", "STOP", "LOOK"];
    private static readonly string[] ParentEvents = ["GO", "HALT", "LEAVE", "BACK"];
    private static readonly string[] TellerEvents = ["TELL", "TELL", "TWICE", "LATER"];

    private readonly JournalWriter _journal;
    private readonly int _seed;
    private readonly IReadOnlyList<Uri> _urls;
    private readonly HttpClient _client;
    private readonly CancellationTokenSource _ending = new();
    private readonly Task _callers;
    private int _turn;
    private long _acknowledged;
    private long _unconfirmed;
    private long _refused;

    /// <param name="urls">Where there is somebody who serves; a caller goes to the next one when it gets no answer.</param>
    /// <param name="journal">Where every receipt is noted.</param>
    /// <param name="seed">Decides what is asked for.</param>
    public HttpLoad(IReadOnlyList<Uri> urls, JournalWriter journal, int seed)
    {
        _journal = journal;
        _seed = seed;
        _urls = urls;
        _client = new(new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(2) }) { Timeout = TimeSpan.FromSeconds(15) };
        _callers = Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(() => CallAsync(caller))));
    }

    public long Acknowledged => Volatile.Read(ref _acknowledged);

    /// <summary>How often a request was not confirmed, and was sent again.</summary>
    public long Unconfirmed => Volatile.Read(ref _unconfirmed);

    public long Refused => Volatile.Read(ref _refused);

    /// <summary>Ends the load; what is not confirmed by now never is. Sees that all counters are there: what is sent to none would never come to rest.</summary>
    public async Task EndAsync()
    {
        await _ending.CancelAsync().ConfigureAwait(false);
        await _callers.ConfigureAwait(false);
        using var patience = new CancellationTokenSource(Patience);
        for (var key = 0; key < Keys; key++)
        {
            await AskAsync(new("counter", $"k{key}"), $"end-{key}", EventOf("INC", ("by", 1)), patience.Token).ConfigureAwait(false);
        }
    }

    public void Dispose()
    {
        _client.Dispose();
        _ending.Dispose();
    }

    private async Task CallAsync(int caller)
    {
        var random = new Random((_seed * 1_000) + caller);
        for (var count = 0; !_ending.IsCancellationRequested; count++)
        {
            var (address, body) = Next(random);
            await AskAsync(address, $"h{caller}-{count}", body, _ending.Token).ConfigureAwait(false);
            if (random.Next(10) == 0)
            {
                await LookAsync(address).ConfigureAwait(false);
            }
        }
    }

    private static (MachineAddress Address, string Body) Next(Random random)
    {
        var key = $"k{random.Next(Keys)}";
        return random.Next(12) switch
        {
            < 4 => (new("counter", key), random.Next(6) == 0 ? EventOf("FLIP") : EventOf("INC", ("by", random.Next(9)))),
            < 8 => (new("teller", key), EventOf(TellerEvents[random.Next(4)], ("key", $"k{random.Next(Keys)}"), ("by", random.Next(9)))),
            8 => (new("ticker", key), EventOf(TickerEvents[random.Next(4)])),
            9 => (new("parent", key), EventOf(ParentEvents[random.Next(4)])),
            10 => (new("alarms", key), EventOf("AGAIN")),
            _ => (new("payer", key), EventOf(random.Next(8) == 0 ? "CANCEL" : "PAY")),
        };
    }

    private static string EventOf(string type, params ReadOnlySpan<(string Key, Value Value)> members) =>
        ((Value)ObjectValue.Of([("type", type), .. members])).ToString();

    private async Task AskAsync(MachineAddress address, string id, string body, CancellationToken ending)
    {
        _journal.Write(new Asked(address, id, 1));
        while (!ending.IsCancellationRequested)
        {
            var (status, text) = await SendAsync(HttpMethod.Post, $"/machines/{address}/events?create=true", body, id).ConfigureAwait(false);
            switch (status)
            {
                case HttpStatusCode.OK or HttpStatusCode.Created:
                    var receipt = Value.Parse(text);
                    _journal.Write(new Acknowledged(address, id, ObjectValue.Of(
                        ("sequence", receipt["sequence"]), ("status", receipt["status"]), ("value", receipt["value"]), ("context", receipt["context"]))));
                    Interlocked.Increment(ref _acknowledged);
                    return;
                case not null when (int)status is < 500 and not 429:
                    Interlocked.Increment(ref _refused);
                    return;
                default:
                    // Nobody knows whether it was applied; it is asked for again under its name.
                    Interlocked.Increment(ref _unconfirmed);
                    await PauseAsync().ConfigureAwait(false);
                    break;
            }
        }
    }

    private async Task LookAsync(MachineAddress address)
    {
        var (status, text) = await SendAsync(HttpMethod.Get, $"/machines/{address}", null, null).ConfigureAwait(false);
        if (status == HttpStatusCode.OK)
        {
            _journal.Write(new Looked(address, Value.Parse(text)["sequence"].AsInt, "", 0));
        }
    }

    /// <summary>The answer; no status where there was none.</summary>
    private async Task<(HttpStatusCode? Status, string Text)> SendAsync(HttpMethod method, string path, string? body, string? id)
    {
        using var request = new HttpRequestMessage(method, new Uri(_urls[(int)((uint)Volatile.Read(ref _turn) % _urls.Count)], path));
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        }

        if (id is not null)
        {
            request.Headers.Add("Idempotency-Key", id);
        }

        try
        {
            using var response = await _client.SendAsync(request, CancellationToken.None).ConfigureAwait(false);
            return (response.StatusCode, await response.Content.ReadAsStringAsync(CancellationToken.None).ConfigureAwait(false));
        }
        catch (Exception e) when (e is HttpRequestException or IOException or SocketException or OperationCanceledException)
        {
            Interlocked.Increment(ref _turn);
            return (null, e.Message);
        }
    }

    private static async Task PauseAsync()
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        await timer.WaitForNextTickAsync(CancellationToken.None).ConfigureAwait(false);
    }
}
