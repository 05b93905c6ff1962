using Microsoft.Extensions.DependencyInjection;
using Stator.Grains.Tests.Support;
using Stator.Machines;

namespace Stator.Grains.Tests.Clients;

/// <summary>A storage that is not Stator's would keep secrets as they are, so no machine that has some is let in there.</summary>
public class SecretTests
{
    private const string Card = """{"id": "card", "version": "1", "context": {"number": "4711"}, "x-secret": ["number"]}""";

    [Fact]
    public async Task SecretsAreSealedInRows()
    {
        await using var silos = await StartAsync(Kept.InRows);
        await silos.PublishAsync(Card);
        await silos.Client.CreateAsync(new("card", "k"), new());
        var stored = (await silos.Store.LoadAsync(new("card", "k"), default))!;

        Assert.Equal(-1, stored.Record.Snapshot.Span.IndexOf("4711"u8));
        Assert.Equal(-1, (await silos.Client.GetSnapshotAsync(new("card", "k"))).Snapshot.Span.IndexOf("4711"u8));
    }

    [Fact]
    public async Task WholeRecordsTakeNone()
    {
        await using var silos = await StartAsync(Kept.Whole);
        var refusal = await Assert.ThrowsAsync<RequestRefusedException>(() => silos.PublishAsync(Card));
        Assert.Equal((RequestFaultCode.InvalidDefinition, "/x-secret"), (refusal.Fault.Code, refusal.Fault.Place));
    }

    private static Task<TestSilos> StartAsync(Kept kept) => TestSilos.StartAsync(1, kept, new(), configure: silo =>
        silo.Services.Configure<StatorOptions>(options => options.SecretKeys.Add(Convert.ToBase64String(new byte[32]))));
}
