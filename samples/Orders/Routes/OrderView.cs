using Stator.Machines;

namespace Orders.Routes;

/// <summary>An order as the shop's callers see it. Its card is <c>[secret]</c> in whatever the host answers.</summary>
/// <param name="Number">Its number.</param>
/// <param name="State">Where it is, such as <c>order.packing.late</c>.</param>
/// <param name="Order">What it holds.</param>
public sealed record OrderView(string Number, string State, Order Order)
{
    public static OrderView Of(Receipt receipt) => new(receipt.Address.Key, receipt.StateIds[0], receipt.ContextAs<Order>());

    public static OrderView Of(InstanceSnapshot instance) => new(instance.Address.Key, instance.StateIds()[0], instance.ContextAs<Order>());
}
