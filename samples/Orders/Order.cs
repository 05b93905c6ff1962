using System.Collections.Immutable;

namespace Orders;

/// <summary>
/// The context of the machine <c>order</c>. Guards and assigns take it and give it as this type; at rest it is the JSON of the same form.
/// </summary>
/// <param name="Customer">Who ordered; orders are found by it.</param>
/// <param name="Card">What is paid with. It is secret: encrypted at rest, and shown to nobody who asks.</param>
/// <param name="Items">What was ordered.</param>
/// <param name="TotalCents">What it costs in all.</param>
/// <param name="Packed">The items that are packed.</param>
/// <param name="ChargeId">The provider's name for the payment, once it was made.</param>
/// <param name="Problem">What is wrong with the payment; null where nothing is.</param>
public sealed record Order(
    string Customer, string Card, ImmutableArray<Item> Items, long TotalCents, ImmutableArray<string> Packed, string? ChargeId, string? Problem);

/// <summary>A line of an order.</summary>
/// <param name="Sku">The article.</param>
/// <param name="Quantity">How many.</param>
/// <param name="PriceCents">What one costs.</param>
public sealed record Item(string Sku, int Quantity, long PriceCents);
