using Orders.Letters;
using Stator.Http;
using Stator.Machines;
using Stator.Statecharts;
using Stator.Statecharts.Authoring;

namespace Orders.Routes;

/// <summary>The shop's own interface. A route is a request to an instance of <c>order</c>, and shows where it led.</summary>
public static class OrderRoutes
{
    public static void MapOrders(this IEndpointRouteBuilder endpoints)
    {
        var orders = endpoints.MapGroup("/orders").AddEndpointFilter(AnswerRefusalsAsync);
        orders.MapPut("/{number}", PlaceAsync);
        orders.MapGet("/{number}", GetAsync);
        orders.MapGet("", FindAsync);
        orders.MapPost("/{number}/items/{sku}/pack", (string number, string sku, IMachineClient machines) =>
            SendAsync(machines, number, Event.Of("PACK", ("sku", sku))));
        orders.MapPost("/{number}/pay", (string number, NewCard card, IMachineClient machines) =>
            SendAsync(machines, number, Event.Of("PAY", ("card", card.Card))));
        orders.MapPost("/{number}/retry", (string number, IMachineClient machines) => SendAsync(machines, number, new("RETRY")));
        orders.MapPost("/{number}/ship", (string number, IMachineClient machines) => SendAsync(machines, number, new("SHIP")));
        orders.MapPost("/{number}/cancel", (string number, IMachineClient machines) => SendAsync(machines, number, new("CANCEL")));
        endpoints.MapGet("/letters", (Postbox post) => post.Sent());
    }

    /// <summary>
    /// The caller chooses the number, so that placing an order twice is placing it once: the request has a name, and under that name it
    /// is applied once.
    /// </summary>
    private static async Task<IResult> PlaceAsync(string number, NewOrder order, IMachineClient machines, CancellationToken cancellation)
    {
        var receipt = await machines.CreateAsync(AddressOf(number), new() { Input = TypedValues.From(order), EventId = "place" }, cancellation);
        return receipt.IsDuplicate ? Results.Ok(OrderView.Of(receipt)) : Results.Created($"/orders/{number}", OrderView.Of(receipt));
    }

    private static async Task<IResult> GetAsync(string number, IMachineClient machines, CancellationToken cancellation) =>
        Results.Ok(OrderView.Of(await machines.GetSnapshotAsync(AddressOf(number), cancellation: cancellation)));

    /// <summary>Quick, as the chart says under <c>options.index</c> that it is found by its customer; tags always are.</summary>
    private static async Task<IResult> FindAsync(string? customer, string? tag, IMachineClient machines, CancellationToken cancellation)
    {
        var query = new InstanceQuery { Machine = "order", Tag = tag, Context = customer is null ? [] : [new("customer", customer)] };
        var page = await machines.FindAsync(query, cancellation);
        return Results.Ok(page.Instances.Select(OrderView.Of));
    }

    /// <summary>An event that nothing in the chart takes is no error of the machine's; whoever ships what is not packed made one.</summary>
    private static async Task<IResult> SendAsync(IMachineClient machines, string number, Event @event)
    {
        var receipt = await machines.SendAsync(AddressOf(number), new SendRequest(@event));
        return receipt.Changed
            ? Results.Ok(OrderView.Of(receipt))
            : Results.Problem($"The order {number} is at '{string.Join(", ", receipt.StateIds)}', and cannot {@event.Type} there.", statusCode: StatusCodes.Status409Conflict);
    }

    private static MachineAddress AddressOf(string number) => new("order", number);

    private static async ValueTask<object?> AnswerRefusalsAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (RequestRefusedException e)
        {
            return Results.Problem(e.Fault.Message, statusCode: Problems.StatusOf(e.Fault.Code), extensions: new Dictionary<string, object?> { ["code"] = e.Fault.Code });
        }
    }

    private sealed record NewOrder(string Customer, string Card, IReadOnlyList<Item> Items);

    private sealed record NewCard(string Card);
}
