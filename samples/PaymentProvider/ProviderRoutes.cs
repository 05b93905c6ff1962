using Microsoft.AspNetCore.Mvc;

namespace PaymentProvider;

/// <summary>A request for money.</summary>
/// <param name="AmountCents">How much, in cents.</param>
/// <param name="Card">Whose; its name says how the provider behaves.</param>
public sealed record ChargeRequest(long AmountCents, string Card);

/// <summary>
/// A provider of payments as they are: mostly it works, at times it is away, at times its answer is lost although the money is not.
/// Who asks again under the same <c>Idempotency-Key</c> is not charged again.
/// </summary>
/// <remarks>
/// How it behaves is decided by the card: <c>flaky</c> is refused twice and then charged; of <c>slow</c> the money is taken, but the first
/// answer never comes; <c>dead</c> is never answered; <c>empty</c> is declined; any other card is charged, but for the share of requests
/// that <c>fail-rate</c> lets fail.
/// </remarks>
public static class ProviderRoutes
{
    public static void MapPaymentProvider(this IEndpointRouteBuilder endpoints, string prefix = "", double failRate = 0)
    {
        var ledger = new Ledger();
        var routes = endpoints.MapGroup(prefix);

        routes.MapPost("/charges", async ([FromHeader(Name = "Idempotency-Key")] string key, ChargeRequest request, HttpContext http) =>
        {
            var count = ledger.CountRequest(key);
            switch (request.Card)
            {
                case "flaky" when count <= 2:
                case not ("flaky" or "slow") when Random.Shared.NextDouble() < failRate:
                    return Results.Json(new { message = "the provider is away for a moment" }, statusCode: 503);
                case "empty":
                    return Results.Json(new { message = "there is not enough money" }, statusCode: 402);
                case "dead":
                    return await SilenceAsync(http);
            }

            var charge = ledger.Charge(key, request.AmountCents);
            return request.Card == "slow" && count == 1 ? await SilenceAsync(http) : Results.Json(charge);
        });

        // With ?count=N the answer comes when there are so many charges.
        routes.MapGet("/charges", async (int? count, CancellationToken gone) => await ledger.WaitForAsync(count ?? 0, gone));
    }

    /// <summary>Says nothing until the caller has had enough.</summary>
    private static async Task<IResult> SilenceAsync(HttpContext http)
    {
        var gone = new TaskCompletionSource();
        using var registration = http.RequestAborted.Register(gone.SetResult);
        await gone.Task;
        return Results.Empty;
    }
}
