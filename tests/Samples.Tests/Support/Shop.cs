using System.Text.Json.Nodes;
using Orders;
using PaymentProvider;

namespace Stator.Samples.Tests.Support;

/// <summary>
/// The sample application, and the payment provider as another process, so that the provider remembers what the shop asked of it before
/// it was killed.
/// </summary>
internal sealed class Shop : IAsyncDisposable
{
    private readonly RunningApp _provider;
    private readonly string[] _settings;

    private Shop(RunningApp provider, string data, string[] settings)
    {
        _provider = provider;
        _settings = ["--Orders:Data", data, "--Orders:ProviderUrl", provider.Url.ToString(), .. settings];
        Data = data;
    }

    /// <summary>The folder of its database.</summary>
    public string Data { get; }

    /// <summary>The application as it runs now.</summary>
    public RunningApp App { get; private set; } = null!;

    /// <summary>Starts both.</summary>
    /// <param name="settings">Settings of the shop, such as <c>--Orders:PackingPatience 00:00:01</c>; by default nothing is ever late.</param>
    public static async Task<Shop> OpenAsync(params string[] settings)
    {
        var provider = await RunningApp.StartAsync(typeof(ProviderRoutes));
        var data = Directory.CreateTempSubdirectory("stator-orders-").FullName;
        string[] patience = ["--Orders:AttemptTimeout", "00:02:00", "--Orders:PaymentPatience", "01:00:00", "--Orders:PackingPatience", "01:00:00"];
        var shop = new Shop(provider, data, [.. patience, .. settings]);
        await shop.StartAsync();
        return shop;
    }

    /// <summary>Starts the application, on the data it had before.</summary>
    public async Task StartAsync() => App = await RunningApp.StartAsync(typeof(Order), _settings);

    /// <summary>Kills the application as a power failure would; the provider goes on.</summary>
    public Task KillAsync() => App.KillAsync();

    /// <summary>Places an order of two articles for 30 in all.</summary>
    public Task<(int Status, JsonNode Body)> PlaceAsync(string number, string card) => App.PutAsync($"/orders/{number}", new
    {
        customer = "ada",
        card,
        items = new[] { new { sku = "tea", quantity = 2, priceCents = 1000 }, new { sku = "cup", quantity = 1, priceCents = 1000 } },
    });

    /// <summary>Waits until an order is in a state, and answers how it then is.</summary>
    public async Task<JsonNode> WaitAsync(string number, string state)
    {
        var (status, body) = await App.GetAsync($"/stator/machines/order/{number}/wait?for=state:{state}&timeout=PT60S");
        Assert.True(status == 200, $"{body}\n{App.Said}");
        return (await App.GetAsync($"/orders/{number}")).Body;
    }

    /// <summary>The money that the provider took, once it was taken so many times.</summary>
    public async Task<IReadOnlyList<Charge>> ChargesAsync(int count = 0) =>
        [.. (await _provider.GetAsync($"/charges?count={count}")).Body.AsArray().Select(c => new Charge((string)c!["id"]!, (string)c["key"]!, (long)c["amountCents"]!))];

    /// <summary>The letters that were sent, once there are so many.</summary>
    public async Task<IReadOnlyList<string>> LettersAsync(int count)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Data, "letters")).FullName;
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var watcher = new FileSystemWatcher(folder);
        watcher.Renamed += (_, _) => Look();
        watcher.EnableRaisingEvents = true;
        Look();
        await arrived.Task.WaitAsync(TimeSpan.FromMinutes(1));
        return [.. (await App.GetAsync("/letters")).Body.AsArray().Select(l => $"{l!["to"]}: {l["about"]}")];

        void Look()
        {
            if (Directory.GetFiles(folder, "*.json").Length >= count)
            {
                arrived.TrySetResult();
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        await _provider.DisposeAsync();
        Directory.Delete(Data, recursive: true);
    }
}
