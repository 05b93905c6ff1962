using System.Collections.Immutable;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Stator.Embedded;
using Stator.Machines;
using Stator.Machines.Services;
using Stator.Statecharts;
using Stator.Statecharts.Authoring;
using Stator.Statecharts.Data;
using Stator.Storage.Sqlite;

namespace Stator.Samples.Tests;

/// <summary>The durable part of docs/csharp.md: what stands between the marks stands there to the letter, and does here what it says.</summary>
public sealed class DurableExamples
{
    private const string CartJson = """
        {
          "id": "cart",
          "initial": "open",
          "context": { "items": [], "total": 0 },
          "states": {
            "open": {
              "on": {
                "ADD": { "actions": "add_item" },
                "PAY": { "guard": "hasItems", "target": "paying" }
              },
              "after": {
                "patience": { "target": "abandoned", "actions": { "type": "send-letter", "params": { "template": "come back" } } }
              }
            },
            "paying": {
              "invoke": { "src": "charge", "input": { "amount": { "@expr": "context.total" } }, "onDone": "paid", "onError": "open" }
            },
            "paid": { "tags": "closed" },
            "abandoned": { "tags": "closed" }
          }
        }
        """;

    // <durable-logic>
    public sealed class DurableCart(Post post) : MachineLogic<Cart>
    {
        public bool HasItems(Cart cart) => cart.Items.Length > 0;

        public Cart AddItem(Cart cart, Event @event)
        {
            var item = @event.As<Item>();
            return new(cart.Items.Add(item.Name), cart.Total + item.Price);
        }

        public TimeSpan Patience() => TimeSpan.FromMinutes(10);

        public void SendLetter(Cart cart, LogicCall call, string template) => post.Send(call.EffectId!, template);
    }
    // </durable-logic>

    public sealed record Cart(ImmutableArray<string> Items, int Total);

    public sealed record Item(string Name, int Price);

    public sealed record Charge(int Amount);

    [Fact]
    public async Task A_durable_cart_is_paid()
    {
        var data = Directory.CreateTempSubdirectory("stator-csharp-").FullName;
        try
        {
            // <durable-host>
            var builder = Host.CreateApplicationBuilder();
            builder.Services.AddSingleton<Post>().AddScoped<Bank>();
            builder.Services.AddStator();
            builder.Services.AddSqliteStore(data);
            builder.Services.AddMachineLogic<DurableCart>("cart");
            builder.Services.AddMachineService(
                "charge",
                (Charge charge, ServiceCall call, Bank bank, CancellationToken cancellation) => bank.ChargeAsync(charge.Amount, call.InvocationId, cancellation),
                service => service.MaxConcurrency = 8);

            using var host = builder.Build();
            await host.StartAsync();
            // </durable-host>

            // <durable-client>
            var machines = host.Services.GetRequiredService<IMachineClient>();
            await machines.Definitions.PublishAsync("cart", Encoding.UTF8.GetBytes(CartJson));
            await machines.CreateAsync("cart", "4711");
            await machines.SendAsync("cart", "4711", Event.Of("ADD", ("name", "tea"), ("price", 4)));

            var address = new MachineAddress("cart", "4711");
            Receipt paid = await machines.SendAsync(address, new SendRequest(new Event("PAY")) { EventId = "pay-1", WaitFor = WaitCondition.Tag("closed") });
            Console.WriteLine(paid.ContextAs<Cart>().Total); // 4

            InstanceSnapshot before = await machines.GetSnapshotAsync(address, sequence: 2);
            Console.WriteLine(before.StateIds()[0]);         // cart.open
            // </durable-client>

            Assert.Equal(4, paid.ContextAs<Cart>().Total);
            Assert.Equal("cart.paid", Assert.Single(paid.StateIds));
            Assert.Equal("cart.open", before.StateIds()[0]);
            Assert.Equal("tea", Assert.Single(before.ContextAs<Cart>().Items));
            var charged = Assert.Single(await HistoryAsync(machines, address), turn => turn.Kind == Machines.HistoryKind.Service);

            // The third turn cancels the timer of the state it leaves, and then starts the service: its second effect.
            Assert.Equal("4 under cart/4711#3.1", charged.Detail["output"].AsString);
            await host.StopAsync();
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    private static async Task<IEnumerable<HistoryTurn>> HistoryAsync(IMachineClient machines, MachineAddress address) => (await machines.GetHistoryAsync(address)).Turns;

    /// <summary>A bank that knows what it was asked for.</summary>
    public sealed class Bank
    {
        private readonly SortedDictionary<string, int> _charges = new(StringComparer.Ordinal);

        public Task<string> ChargeAsync(int amount, string key, CancellationToken cancellation)
        {
            cancellation.ThrowIfCancellationRequested();
            _charges.TryAdd(key, amount);
            return Task.FromResult($"{_charges[key]} under {key}");
        }
    }

    /// <summary>Letters by their names: the same one twice is one.</summary>
    public sealed class Post
    {
        private readonly Dictionary<string, string> _letters = new(StringComparer.Ordinal);

        public void Send(string name, string template) => _letters[name] = template;
    }
}
