using System.Net;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;
using Stator.Machines.Services;
using Stator.Statecharts.Authoring;

namespace Orders.Payments;

/// <summary>What the chart asks of the service <c>charge</c>: the <c>input</c> of its invoke.</summary>
public sealed record PaymentInput(long AmountCents, string Card);

/// <summary>What the service yields: the <c>event.output</c> of the chart.</summary>
public sealed record Payment(string Id);

/// <summary>Asks the payment provider. An ordinary class of an application; that it is a service of a chart shows only in Program.cs.</summary>
public sealed class PaymentClient(HttpClient http, IServer server, IOptions<OrdersOptions> options)
{
    /// <summary>
    /// Takes the money for an order. It may be called again for the same order, by a retry, after a crash or from a later visit of the
    /// state: the provider knows the order's key, and takes the money once.
    /// </summary>
    public async Task<Payment> ChargeAsync(PaymentInput input, ServiceCall call, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Provider, "charges")) { Content = JsonContent.Create(input) };
        request.Headers.Add("Idempotency-Key", call.Address.ToString());
        using var response = await http.SendAsync(request, cancellation);
        if (response.StatusCode == HttpStatusCode.PaymentRequired)
        {
            // The same card would be declined again, whatever the chart's retry says.
            throw new ServiceFailedException(new { message = "the card was declined", code = "declined" }, isRetryable: false);
        }

        // Anything else that is wrong is tried again, as the chart says.
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadFromJsonAsync<Payment>(cancellation) ?? throw new InvalidDataException("The provider answered with nothing.");
    }

    private Uri Provider => options.Value.ProviderUrl ?? new Uri(
        new Uri(server.Features.Get<IServerAddressesFeature>()!.Addresses.First().Replace("[::]", "localhost", StringComparison.Ordinal)), "provider/");
}
