using System.Collections.Concurrent;
using System.Net;

namespace Stator.Machines.Tests.Clients;

/// <summary>What a network and the hosts behind it do to a request.</summary>
internal enum Trouble
{
    /// <summary>No connection comes about.</summary>
    NoConnection,

    /// <summary>The request arrives, its answer does not.</summary>
    AnswerLost,

    /// <summary>A proxy answers for a host that is away.</summary>
    BadGateway,

    /// <summary>The host is overloaded, and asks for two seconds.</summary>
    Overloaded,

    /// <summary>The host is overloaded, and asks for an hour.</summary>
    OverloadedForLong,
}

/// <summary>A way to a real host on which the next requests meet trouble, in the order it was planned.</summary>
internal sealed class FaultyNetwork() : DelegatingHandler(new SocketsHttpHandler())
{
    private readonly ConcurrentQueue<Trouble> _planned = new();

    public ConcurrentQueue<(string Path, string? EventId)> Requests { get; } = new();

    public void Plan(params ReadOnlySpan<Trouble> troubles)
    {
        foreach (var trouble in troubles)
        {
            _planned.Enqueue(trouble);
        }
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Requests.Enqueue((request.RequestUri!.PathAndQuery, request.Headers.TryGetValues("Idempotency-Key", out var ids) ? ids.Single() : null));
        if (!_planned.TryDequeue(out var trouble))
        {
            return await base.SendAsync(request, cancellationToken);
        }

        switch (trouble)
        {
            case Trouble.NoConnection:
                throw new HttpRequestException(HttpRequestError.ConnectionError, "Connection refused");
            case Trouble.AnswerLost:
                using (await base.SendAsync(request, cancellationToken))
                {
                    throw new HttpRequestException(HttpRequestError.ResponseEnded, "The response ended prematurely");
                }

            case Trouble.BadGateway:
                return new(HttpStatusCode.BadGateway) { Content = new StringContent("<html>away</html>") };
            default:
                var answer = new HttpResponseMessage(HttpStatusCode.TooManyRequests)
                {
                    Content = new StringContent("""{"code":"overloaded","detail":"Too many wait."}""", null, "application/problem+json"),
                };
                answer.Headers.RetryAfter = new(trouble == Trouble.Overloaded ? TimeSpan.FromSeconds(2) : TimeSpan.FromHours(1));
                return answer;
        }
    }
}
