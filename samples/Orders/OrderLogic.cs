using Microsoft.Extensions.Options;
using Orders.Letters;
using Orders.Payments;
using Stator.Statecharts;
using Stator.Statecharts.Authoring;

namespace Orders;

/// <summary>
/// The code for the names in order.machine.json: a method meets the name it has in the chart, and what it is follows from how the chart
/// uses it.
/// </summary>
/// <remarks>
/// Guards, assigns and delays run inside a turn. They are pure, so nothing happens where a turn is not committed. Actions run after
/// the commit, and again after a crash; each has a name of its own by which the second time is recognised.
/// </remarks>
public sealed class OrderLogic(Postbox post, IOptions<OrdersOptions> options) : MachineLogic<Order>
{
    // Assigns: they return the next context.
    public Order AddUp(Order order) => order with { TotalCents = order.Items.Sum(item => item.Quantity * item.PriceCents) };

    public Order NotePayment(Order order, Event done) => order with { ChargeId = done.As<PaymentDone>().Output.Id };

    public Order Pack(Order order, Event pack) => order with { Packed = order.Packed.Add(SkuOf(pack)) };

    // Guards: they return whether.
    public bool IsToBePacked(Order order, Event pack) => order.Items.Any(item => item.Sku == SkuOf(pack)) && !order.Packed.Contains(SkuOf(pack));

    public bool IsLastItem(Order order, Event pack) => IsToBePacked(order, pack) && order.Packed.Length == order.Items.Length - 1;

    // Delays: from the settings, so that nobody has to edit the chart to change them.
    public TimeSpan PaymentPatience() => options.Value.PaymentPatience;

    public TimeSpan PackingPatience() => options.Value.PackingPatience;

    // An action on the world. 'to' and 'about' are the params that the chart gives it.
    public void SendLetter(Order order, LogicCall call, string to, string about) =>
        post.Send(new(call.EffectId!, to, about, string.Join(", ", order.Items.Select(item => $"{item.Quantity} x {item.Sku}"))));

    private static string SkuOf(Event pack) => pack.Members["sku"].AsString;

    private sealed record PaymentDone(Payment Output);
}
