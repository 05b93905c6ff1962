using Microsoft.Extensions.Logging;
using Stator.Embedded.Instances;
using Stator.Machines;
using Stator.Machines.Hosting;
using Stator.Machines.Services;
using Stator.Machines.Stores;
using Stator.Statecharts;

namespace Stator.Embedded.Services;

/// <summary>What the runner of services works with. Most of it needs the turns, which need the runner: so it comes when that starts.</summary>
internal sealed record ServiceParts(
    ServiceFinder Finder, Func<MachineAddress, Task<MachineDefinition?>> DefinitionOf, AttemptRunner Attempts, OutcomeDelivery Delivery, ExternalInvocations External, ProgressWriter Progress)
{
    public static ServiceParts Of(
        MachineCode code, TurnRunner turns, IDurableStore store, IncidentLog incidents, StatorOptions options, TimeProvider time, ILoggerFactory loggers)
    {
        var finder = new ServiceFinder(code, options);
        var progress = new ProgressWriter(store);
        return new(
            finder,
            async address => (turns.FindCommitted(address) ?? await turns.LoadAsync(address).ConfigureAwait(false))?.Snapshot?.Definition,
            new(finder, time, loggers.CreateLogger<AttemptRunner>()),
            new(turns.PostAsync, incidents, options, time, loggers.CreateLogger<OutcomeDelivery>()),
            new(store, progress, turns, time, options, loggers.CreateLogger<ExternalInvocations>()),
            progress);
    }
}
