using System.ComponentModel.DataAnnotations;

namespace Orders;

/// <summary>The settings of the shop: the section <c>Orders</c> of appsettings.json, or <c>--Orders:PackingPatience 00:00:10</c>.</summary>
public sealed class OrdersOptions
{
    public const string Section = "Orders";

    /// <summary>Where the database, the key of its secrets and the letters are.</summary>
    [Required]
    public string Data { get; set; } = "orders-data";

    /// <summary>The payment provider; null for the one that runs in this application to try it.</summary>
    public Uri? ProviderUrl { get; set; }

    /// <summary>How many requests the provider of this application lets fail: 0 for none, 1 for all.</summary>
    [Range(0, 1)]
    public double FailRate { get; set; }

    /// <summary>How long one request to the provider may take.</summary>
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a payment may take in all, with its retries; then a person looks into it.</summary>
    public TimeSpan PaymentPatience { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long packing may take before the foreman hears of it, and after that the manager.</summary>
    public TimeSpan PackingPatience { get; set; } = TimeSpan.FromMinutes(2);
}
