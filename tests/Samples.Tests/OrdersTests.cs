using System.Text;
using PaymentProvider;
using Stator.Samples.Tests.Support;

namespace Stator.Samples.Tests;

/// <summary>The sample application does what its README says: the real one, on loopback, with a provider that fails.</summary>
public sealed class OrdersTests
{
    [Fact]
    public async Task A_payment_that_fails_is_tried_again_and_the_money_is_taken_once()
    {
        await using var shop = await Shop.OpenAsync();

        var placed = await shop.PlaceAsync("1", "flaky");
        var paid = await shop.WaitAsync("1", "packing");
        var again = await shop.PlaceAsync("1", "flaky");

        Assert.Equal((201, 200), (placed.Status, again.Status));
        Assert.Equal("order.packing.inTime", (string?)paid["state"]);
        Assert.Equal(new Charge("ch-1", "order/1", 3000), Assert.Single(await shop.ChargesAsync()));
        Assert.Equal("ch-1", (string?)paid["order"]!["chargeId"]);
    }

    [Fact]
    public async Task A_declined_card_is_not_tried_again_and_another_one_pays()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.PlaceAsync("1", "empty");
        var declined = await shop.WaitAsync("1", "declined");
        Assert.Equal("the card was declined", (string?)declined["order"]!["problem"]);

        await shop.App.PostAsync("/orders/1/pay", new { card = "good" });
        await shop.WaitAsync("1", "packing");
        Assert.Equal(409, (await shop.App.PostAsync("/orders/1/ship")).Status);
        Assert.Equal(409, (await shop.App.PostAsync("/orders/1/items/kettle/pack")).Status);
        Assert.Equal("order.packing.inTime", (string?)(await shop.App.PostAsync("/orders/1/items/tea/pack")).Body["state"]);
        Assert.Equal("order.packed", (string?)(await shop.App.PostAsync("/orders/1/items/cup/pack")).Body["state"]);
        Assert.Equal("order.shipped", (string?)(await shop.App.PostAsync("/orders/1/ship")).Body["state"]);
        Assert.Equal(409, (await shop.App.PostAsync("/orders/1/ship")).Status);
        Assert.Equal(404, (await shop.App.GetAsync("/orders/2")).Status);
    }

    [Fact]
    public async Task A_payment_that_hangs_ends_in_time_and_can_be_asked_for_again()
    {
        await using var shop = await Shop.OpenAsync("--Orders:PaymentPatience", "00:00:01");
        await shop.PlaceAsync("1", "dead");

        var unanswered = await shop.WaitAsync("1", "unanswered");
        Assert.Equal("the payment provider did not answer in time", (string?)unanswered["order"]!["problem"]);
        Assert.Equal("order.paying", (string?)(await shop.App.PostAsync("/orders/1/retry")).Body["state"]);
        Assert.Empty(await shop.ChargesAsync());
    }

    [Fact]
    public async Task What_is_not_packed_in_time_goes_up_the_ladder_also_across_a_crash_and_a_payment_under_way_is_made_once()
    {
        await using var shop = await Shop.OpenAsync("--Orders:PackingPatience", "00:00:01");
        await shop.PlaceAsync("1", "good");
        await shop.WaitAsync("1", "packing");
        await shop.PlaceAsync("2", "slow");
        await shop.ChargesAsync(2); // the money is taken, and the answer will never come

        await shop.KillAsync();
        await shop.StartAsync();

        Assert.Equal("ch-2", (string?)(await shop.WaitAsync("2", "packing"))["order"]!["chargeId"]);
        Assert.Equal(["order/1", "order/2"], (await shop.ChargesAsync()).Select(c => c.Key));
        await shop.WaitAsync("1", "packing.escalated");
        await shop.WaitAsync("2", "packing.escalated");
        Assert.Equal(
            ["foreman: an order is late", "foreman: an order is late", "manager: an order is late, and nobody packs it", "manager: an order is late, and nobody packs it"],
            (await shop.LettersAsync(4)).Order());
        var found = (await shop.App.GetAsync("/orders?customer=ada&tag=attention")).Body.AsArray();
        Assert.Equal(["1", "2"], found.Select(o => (string?)o!["number"]).Order());
    }

    [Fact]
    public async Task The_card_is_neither_shown_nor_readable_on_disk()
    {
        const string Card = "card-4111-1111";
        await using var shop = await Shop.OpenAsync();

        var placed = await shop.PlaceAsync("1", Card);
        await shop.WaitAsync("1", "packing");
        var history = await shop.App.GetAsync("/stator/machines/order/1/history");

        Assert.Equal("[secret]", (string?)placed.Body["order"]!["card"]);
        Assert.DoesNotContain(Card, history.Body.ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Card, shop.App.Said, StringComparison.Ordinal);
        var files = Directory.GetFiles(shop.Data, "*", SearchOption.AllDirectories).Where(f => !f.EndsWith(".lock", StringComparison.Ordinal)).ToList();
        Assert.Contains(files, f => Holds(f, "order.packing"));
        Assert.DoesNotContain(files, f => Holds(f, Card));
    }

    private static bool Holds(string file, string text)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.GetBuffer().AsSpan(0, (int)bytes.Length).IndexOf(Encoding.UTF8.GetBytes(text)) >= 0;
    }
}
