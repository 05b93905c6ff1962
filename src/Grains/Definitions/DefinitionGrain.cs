using Stator.Grains.Machines;

namespace Stator.Grains.Definitions;

/// <summary>Publishes the versions of one machine, one after the other, whichever silo is asked.</summary>
internal sealed class DefinitionGrain(MachineParts parts) : Grain, IDefinitionGrain
{
    private string Machine => this.GetPrimaryKeyString();

    public override Task OnActivateAsync(CancellationToken cancellationToken) => parts.Definitions.RefreshAsync();

    public Task<Answer<PublishReceipt>> PublishAsync(byte[] document) => Answer.From(async () =>
    {
        // It may have children that were published through other silos.
        await parts.Definitions.RefreshAsync();
        var receipt = await parts.Definitions.Catalog.PublishAsync(Machine, document);
        if (receipt.IsNew)
        {
            await WakeStalledAsync();
        }

        return receipt;
    });

    public Task<string?> GetNewestAsync() => Task.FromResult(parts.Definitions.Catalog.NewestOf(Machine));

    /// <summary>Instances that waited for a version of this machine go on.</summary>
    private async Task WakeStalledAsync()
    {
        for (var after = 0L; ;)
        {
            var page = await parts.Store.LoadIncidentsAsync(Machine, null, after, 1_000, CancellationToken.None);
            foreach (var incident in page)
            {
                after = incident.Number;
                if (incident.Subject.Kind == IncidentKind.Stalled)
                {
                    parts.Tell(incident.Subject.Address);
                }
            }

            if (page.Count < 1_000)
            {
                return;
            }
        }
    }
}
