using Stator.Machines.Tests.Support;
using Stator.Statecharts.Data;

namespace Stator.Machines.Tests.Services;

/// <summary>Outcomes that their instance refuses.</summary>
public class OutcomeTests
{
    private const string Picky = """
        { "id": "picky", "version": "1", "initial": "on", "context": { "divisor": 0, "share": null },
          "states": {
            "on": { "invoke": { "src": "work", "onDone": { "target": "off", "context": { "share": { "@expr": "event.output.n / context.divisor" } } } } },
            "off": {} } }
        """;

    [Fact]
    public async Task Row14_AnOutcomeThatIsRefusedTooOftenIsAnIncidentThatCanBeTriedAgain()
    {
        var work = new Script("work");
        await using var host = await RefusedAsync(work);
        var incident = Assert.Single((await host.Host.Incidents.ListAsync(new())).Incidents);
        Assert.Equal((IncidentKind.Service, "action_failed", 5), (incident.Kind, incident.Fault.Code, incident.Attempts));

        Assert.NotNull(await host.Host.Incidents.RetryAsync(incident.Number));
        await host.Host.EditContextAsync(new("picky", "a"), new(ObjectValue.Of(("divisor", 2)), new("It must not be zero.", "eve")));
        Assert.Null(await host.Host.Incidents.RetryAsync(incident.Number));

        Assert.Equal(3, (await host.ContextAsync("picky", "a"))["share"].AsInt);
        Assert.Empty((await host.Host.Incidents.ListAsync(new())).Incidents);
        Assert.Single(work.Acts);
    }

    [Fact]
    public async Task Row14_AnOutcomeCanBeSkipped()
    {
        var work = new Script("work");
        await using var host = await RefusedAsync(work);
        var incident = Assert.Single((await host.Host.Incidents.ListAsync(new())).Incidents);
        await host.Host.Incidents.SkipAsync(incident.Number, new("Nobody needs it."));

        Assert.Empty((await host.Host.Incidents.ListAsync(new())).Incidents);
        Assert.Empty(await host.Kept.LoadInvocationsOfAsync(new("picky", "a"), default));
        Assert.Equal("on", (await host.ValueAsync("picky", "a")).AsString);
    }

    private static async Task<CodeHost> RefusedAsync(Script work)
    {
        var host = await (await CodeHost.StartAsync(work.Service)).WithAsync(Picky);
        await host.Host.CreateAsync("picky", "a");
        (await work.BegunAsync(1)).Return(ObjectValue.Of(("n", 6)));
        await Eventually.Holds(
            async () =>
            {
                host.Time.Advance(TimeSpan.FromSeconds(1));
                return (await host.Host.Incidents.ListAsync(new())).Incidents.Length > 0;
            },
            "the incident is there");
        return host;
    }
}
