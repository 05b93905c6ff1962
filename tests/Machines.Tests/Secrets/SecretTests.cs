using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Stator.Embedded;
using Stator.Machines.Secrets;
using Stator.Machines.Stores;
using Stator.Machines.Tests.Support;
using Stator.Statecharts;
using Stator.Statecharts.Data;

namespace Stator.Machines.Tests.Secrets;

/// <summary>What a machine declares secret: sealed at rest, left out of what is answered, and there for the machine itself.</summary>
public sealed class SecretTests : IAsyncLifetime
{
    private const string Card = """
        { "id": "card", "version": "1", "initial": "open", "context": { "number": "", "digits": 0, "owner": "ann" },
          "x-secret": { "context": ["number"], "input": ["pin"], "events": { "PAY": ["number"] } },
          "states": { "open": { "on": {
            "PAY": { "context": { "number": { "@expr": "event.number" }, "digits": { "@expr": "size(event.number)" } },
              "actions": { "type": "@xstate.sendTo", "target": { "machine": "counter", "key": "c" }, "event": { "type": "INC", "by": { "@expr": "size(event.number)" } } } },
            "CHECK": { "context": { "digits": { "@expr": "size(context.number)" } } } } } } }
        """;

    private const string Number = "4111-1111";

    private readonly MemoryStore _store = new();
    private readonly string _key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
    private InstanceHost _host = null!;

    public Task InitializeAsync() => StartAsync(_key);

    public Task DisposeAsync() => StopAsync();

    [Fact]
    public async Task NoAnswerHoldsThem()
    {
        var receipt = await PayAsync();
        Assert.Equal((SecretPaths.Mask, "ann", 9L), (receipt.Context["number"].AsString, receipt.Context["owner"].AsString, receipt.Context["digits"].AsInt));

        var snapshot = Text((await _host.GetSnapshotAsync(new("card", "c"))).Snapshot);
        var past = Text((await _host.GetSnapshotAsync(new("card", "c"), 2)).Snapshot);
        var history = string.Concat((await _host.GetHistoryAsync(new("card", "c"))).Turns.Select(t => t.Detail.ToString()));
        var found = Text(Assert.Single((await _host.FindAsync(new() { Machine = "card" })).Instances).Snapshot);
        Assert.All([snapshot, past, history, found], text => Assert.DoesNotContain(Number, text));
        Assert.DoesNotContain("1234", history);
        Assert.Contains("PAY", history);
    }

    [Fact]
    public async Task NothingAtRestHoldsThemAndTheMachineGoesOnWithThem()
    {
        await PayAsync("e1");
        var stored = (await _store.LoadAsync(new MachineAddress("card", "c"), default))!.Record.Snapshot;
        var history = await _store.LoadHistoryAsync(new("card", "c"), 0, 10, default);
        Assert.All(history.Select(h => h.Detail).Append(stored), blob => Assert.True(BlobSeal.IsSealed(blob.Span)));
        Assert.All(history.Select(h => h.Detail).Append(stored), blob => Assert.DoesNotContain(Number, Text(blob)));

        await StopAsync();
        await StartAsync(_key);
        Assert.Equal(9, (await _host.SendAsync("card", "c", "CHECK")).Context["digits"].AsInt);
        Assert.True((await PayAsync("e1")).IsDuplicate);
    }

    [Fact]
    public async Task AnOldKeyStillOpensAndALostOneQuarantinesTheInstance()
    {
        await PayAsync();
        await StopAsync();
        await StartAsync(Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)), _key);
        Assert.Equal(9, (await _host.SendAsync("card", "c", "CHECK")).Context["digits"].AsInt);

        await StopAsync();
        await StartAsync(_key);
        var refused = await Assert.ThrowsAsync<RequestRefusedException>(() => _host.SendAsync("card", "c", "CHECK"));
        Assert.Equal("store_unavailable", refused.Fault.Code);
    }

    [Fact]
    public async Task WithoutAKeySuchAMachineIsNotPublished()
    {
        await using var host = await TestHost.StartAsync();
        var fault = await host.RefusedAsync(h => h.Definitions.PublishAsync("card", Encoding.UTF8.GetBytes(Card)));
        Assert.Equal(("invalid_definition", "/x-secret"), (fault.Code, fault.Place));
        Assert.Contains("SecretKeys", fault.Message);
    }

    [Theory]
    [InlineData("\"number\"")]
    [InlineData("[1]")]
    [InlineData("[\"a..b\"]")]
    [InlineData("{ \"contexts\": [\"number\"] }")]
    [InlineData("{ \"events\": [\"PAY\"] }")]
    public async Task ADeclarationThatIsNotUnderstoodIsRefused(string declaration)
    {
        var chart = $$"""{ "id": "m", "initial": "a", "x-secret": {{declaration}}, "states": { "a": {} } }""";
        var refused = await Assert.ThrowsAsync<RequestRefusedException>(() => _host.Definitions.PublishAsync("m", Encoding.UTF8.GetBytes(chart)));
        Assert.Equal(("invalid_definition", "/x-secret"), (refused.Fault.Code, refused.Fault.Place));
    }

    [Fact]
    public async Task ASecretIsNeitherIndexedNorLookedFor()
    {
        var indexed = Card.Replace("\"initial\": \"open\"", "\"initial\": \"open\", \"options\": { \"index\": [\"number\"] }").Replace("\"version\": \"1\"", "\"version\": \"2\"");
        var refused = await Assert.ThrowsAsync<RequestRefusedException>(() => _host.Definitions.PublishAsync("card", Encoding.UTF8.GetBytes(indexed)));
        Assert.Equal("/options/index", refused.Fault.Place);

        var query = new InstanceQuery { Machine = "card", Context = [KeyValuePair.Create("number", (Value)Number)] };
        Assert.Equal("invalid_request", (await Assert.ThrowsAsync<RequestRefusedException>(() => _host.FindAsync(query))).Fault.Code);
    }

    [Fact]
    public async Task WhatIsNotSecretIsFoundByItsValueThoughItIsSealedToo()
    {
        await PayAsync();
        foreach (var key in (string[])["a", "b"])
        {
            await _host.CreateAsync(new("card", key), new() { Input = ObjectValue.Of(("pin", "1234")) });
        }

        var first = await FindAsync(0, after: null);
        var second = await FindAsync(0, first.Next);
        var paid = await FindAsync(Number.Length, after: null);
        Assert.Equal(["a", "b", "c"], ((InstancePage[])[first, second, paid]).Select(page => Assert.Single(page.Instances).Address.Key));

        Task<InstancePage> FindAsync(long digits, string? after) =>
            _host.FindAsync(new() { Machine = "card", Context = [KeyValuePair.Create("digits", (Value)digits)], Limit = 1, After = after });
    }

    [Fact]
    public void ASealThatWasTamperedWithDoesNotOpen()
    {
        var seal = new BlobSeal([_key]);
        var blob = seal.Seal("text"u8);
        Assert.Equal("text", Text(seal.Open(blob)));
        blob[^1] ^= 1;
        Assert.ThrowsAny<CryptographicException>(() => seal.Open(blob));
        Assert.Throws<FormatException>(() => new BlobSeal(["c2hvcnQ="]));
    }

    private Task<Receipt> PayAsync(string? eventId = null) => _host.SendAsync(
        new("card", "c"),
        new SendRequest(Event.Of("PAY", ("number", Number))) { EventId = eventId, CreateWith = new() { Input = ObjectValue.Of(("pin", "1234")) } });

    private async Task StartAsync(params string[] keys)
    {
        var options = new StatorOptions();
        keys.ToList().ForEach(options.SecretKeys.Add);
        _host = new(_store, options, new ManualTime(), NullLoggerFactory.Instance);
        await _host.StartAsync();
        await _host.Definitions.PublishAsync("card", Encoding.UTF8.GetBytes(Card));
    }

    private async Task StopAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }

    private static string Text(ReadOnlyMemory<byte> utf8) => Encoding.UTF8.GetString(utf8.Span);
}
